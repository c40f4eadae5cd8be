# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Essayer l'API
#
# Ce carnet démarre le service de décision sur cette machine et l'appelle comme le ferait un programme :
#
# 1. **Démarrer** : une base chiffrée, un modèle signé, un compte.
# 2. **Un client connu** : ce que dit le modèle, pourquoi, et ce qui est gardé.
# 3. **Une nouvelle demande** : un dossier complet, une proposition, une décision, une lettre.
# 4. **De mauvaises entrées** : chacune est refusée en disant où et comment, sans répéter ce qui a été envoyé.
# 5. **Répéter un appel** : la même réponse, rien de fait deux fois.
#
# On y voit des clients un par un : ils sont donc toujours inventés, quel que soit `CLAIRSCORE_NOTEBOOK_DATA`.
# La description complète des appels est dans `/openapi.json`, et la page pour les essayer à la main dans `/docs`.

# %%
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import httpx2
from IPython.display import Markdown, display

from clairscore import train
from clairscore.charts import Table
from clairscore.cli.app import run
from clairscore.client import Client
from clairscore.client.records import AskedRegister, ShownInformation
from clairscore.data.credit_file import credit_files, dump
from clairscore.data.synthetic import tables
from clairscore.i18n import fixed, percent
from clairscore.modelling import exploration as explore
from clairscore.settings import load_settings

FR = "fr"
travail = Path(mkdtemp(prefix="carnet-"))
inventes_seulement = load_settings().model_copy(update={"notebook_data": None})
dossier = explore.data_folder(inventes_seulement, travail)
Markdown(f"> {explore.provenance(dossier, FR)}")

# %% [markdown]
# ## 1. Démarrer
#
# Le service refuse de démarrer sans base ni modèle, et le dit en une phrase. On les prépare donc : un modèle signé,
# entraîné sur ces données, une base où chaque dossier est chiffré avec la clé de son client, et ce que le modèle dit de
# chacun (`db score`).

# %%
appris = train(dossier, travail / "modeles")
os.environ |= {
    "CLAIRSCORE_BUNDLES": str(travail / "modeles"),
    "CLAIRSCORE_DATABASE": f"sqlite:///{travail}/base/dossiers.db",
    "CLAIRSCORE_KEY_DATABASE": f"sqlite:///{travail}/base/cles/cles.db",
    "CLAIRSCORE_MASTER_KEY": str(travail / "base" / "cles" / "maitresse.key"),
    "CLAIRSCORE_ANCHOR": str(travail / "base" / "ancre.json"),
}
(travail / "mot-de-passe").write_text("une phrase que personne ne devine\n")
COMPTE = (
    "--role",
    "manager",
    "--portfolio",
    "nord",
    "--password-file",
    str(travail / "mot-de-passe"),
)
ETAPES = (
    ("db", "init"),
    ("db", "load", str(dossier), "--managers", "nord", "--unchecked"),
    ("db", "score"),
    ("user", "add", "claire.martin", *COMPTE),
)
assert [run(etape) for etape in ETAPES] == [0] * len(ETAPES)

# %%
PORT = 8_765
journal = (travail / "journal.jsonl").open("w")
SERVIR = ("-c", "from clairscore.cli import main; main()", "serve", "--port", str(PORT))
service = subprocess.Popen([sys.executable, *SERVIR], stderr=journal)
http = httpx2.Client(
    base_url=f"http://127.0.0.1:{PORT}", transport=httpx2.HTTPTransport(retries=12), timeout=30
)
http.get("/health/ready").json()

# %% [markdown]
# Toute adresse demande un rôle, sauf quelques-unes qui sont ouvertes à tous. Claire Martin suit les clients du
# portefeuille « nord » : elle ouvre une session, et son jeton accompagne ses appels.

# %%
session = Client(http).sign_in(name="claire.martin", password="une phrase que personne ne devine")
claire = Client(http, session.token, FR)
modele = claire.show_model()
Table(
    ("Ce que dit le service de son modèle", ""),
    (
        ("Modèle", modele.bundle),
        ("Variables lues", str(modele.features)),
        ("Seuil d'octroi", percent(modele.cut_off, FR, 2)),
        ("Rôles de la session", ", ".join(session.roles)),
    ),
)

# %% [markdown]
# ## 2. Un client connu
#
# La recherche se fait par les premiers chiffres du numéro. Ce que le modèle dit du dossier le plus récent se lit dans le
# « livre » : ce n'est pas une décision.

# %%
page = claire.list_clients(number="1", limit=5)
Table(
    ("Client", "Probabilité de difficultés de paiement", "Au seuil d'octroi"),
    tuple(
        (str(ligne.client), percent(ligne.probability, FR, 2), ligne.verdict)
        for ligne in page.items
    ),
)

# %%
connu = page.items[0].client
resultat = claire.show_score(connu)
display(Markdown("\n".join(f"- {phrase}" for phrase in resultat.meaning)))
Table(
    ("Thème", "Part du risque (échelle additive)"),
    tuple((theme.name, fixed(theme.contribution, FR, 4)) for theme in resultat.themes),
)

# %% [markdown]
# Demander une **proposition** passe par tout le traitement : règles d'abord, modèle ensuite, motifs exacts, et un
# enregistrement qui permettra de rejouer le calcul des années plus tard. L'information du client est datée avant.

# %%
INFORMATION = ShownInformation(version="1", lang=FR)
demande = claire.open_application(client=connu, information=INFORMATION)
proposition = claire.propose(demande.value.id, consultation=AskedRegister(status="clear"))
display(
    Markdown(
        "\n\n".join(
            f"**{partie.title}**\n\n" + "\n".join(f"- {ligne}" for ligne in partie.lines)
            for partie in proposition.text
        )
    )
)

# %% [markdown]
# Le même client, calculé par le service à l'instant et avec tout le livre par lots, a la même probabilité **au dernier
# bit** : il n'y a qu'un seul calcul.

# %%
assert (proposition.probability, proposition.log_odds) == (resultat.probability, resultat.log_odds)
Table(
    ("Chemin", "Probabilité", "Échelle additive"),
    (
        ("livre, par lots", repr(resultat.probability), repr(resultat.log_odds)),
        ("proposition, un par un", repr(proposition.probability), repr(proposition.log_odds)),
    ),
)

# %% [markdown]
# ## 3. Une nouvelle demande
#
# Un dossier de crédit complet est un objet JSON : les faits de la demande, et les lignes des tables d'historique. Le
# service crée alors un client, avec un numéro et une clé à lui.

# %%
inventees = {nom: table.lazy() for nom, table in tables(3, 7).items()}
nouveau = json.loads(dump(next(iter(credit_files(inventees, [100_001]).values()))))
demande = claire.open_application(credit_file=nouveau, information=INFORMATION)
proposition = claire.propose(demande.value.id)
Table(
    ("Ce que propose le service", ""),
    (
        ("Client créé", str(demande.value.client)),
        (
            "Lignes d'historique",
            str(sum(len(lignes) for lignes in nouveau.values() if isinstance(lignes, list))),
        ),
        ("Probabilité", percent(proposition.probability, FR, 2)),
        ("Proposition", proposition.outcome),
        ("Motifs d'étude par un conseiller", ", ".join(proposition.causes) or "aucun"),
        ("Informations utilisées", f"{proposition.facts_used} sur {proposition.facts_read}"),
    ),
)

# %% [markdown]
# ## 4. De mauvaises entrées
#
# Chaque appel ci-dessous est faux à sa façon. Aucun n'obtient une erreur du service (5xx), ni une réponse inventée ; et
# aucune réponse ne répète la valeur envoyée.

# %%
JETON = {"Authorization": f"Bearer {session.token}"}
JSON = JETON | {"Content-Type": "application/json"}
DEMANDES = "/v1/applications"
negatif = {**nouveau, "application": {**nouveau["application"], "AMT_CREDIT": -1_000}}
texte = {**nouveau, "application": {**nouveau["application"], "AMT_INCOME_TOTAL": "beaucoup"}}
corps = {"information": {"version": "1", "lang": "fr"}}
ESSAIS = (
    ("sans jeton", http.get(f"/v1/clients/{connu}/score")),
    ("client inconnu", http.get("/v1/clients/999999999/score", headers=JETON)),
    ("numéro illisible", http.get("/v1/clients/abc/score", headers=JETON)),
    ("corps vide", http.post(DEMANDES, content=b"", headers=JSON)),
    ("JSON coupé", http.post(DEMANDES, content=b'{"client": 1', headers=JSON)),
    ("NaN", http.post(DEMANDES, content=b'{"client": NaN}', headers=JSON)),
    (
        "nom donné deux fois",
        http.post(DEMANDES, content=b'{"client": 1, "client": 2}', headers=JSON),
    ),
    ("vrai au lieu d'un numéro", http.post(DEMANDES, json=corps | {"client": True}, headers=JSON)),
    ("nom inconnu", http.post(DEMANDES, json=corps | {"clent": connu}, headers=JSON)),
    ("montant négatif", http.post(DEMANDES, json=corps | {"credit_file": negatif}, headers=JSON)),
    (
        "texte pour un revenu",
        http.post(DEMANDES, json=corps | {"credit_file": texte}, headers=JSON),
    ),
    ("deuxième demande ouverte", http.post(DEMANDES, json=corps | {"client": connu}, headers=JSON)),
)
assert [reponse.status_code for _, reponse in ESSAIS if not 400 <= reponse.status_code < 500] == []
assert "beaucoup" not in "".join(reponse.text for _, reponse in ESSAIS)
Table(
    ("Essai", "HTTP", "Réponse", "Où"),
    tuple(
        (essai, str(reponse.status_code), reponse.json()["title"],
         "; ".join(f"{faute['at']} : {faute['text']}" for faute in reponse.json().get("errors", [])))
        for essai, reponse in ESSAIS
    ),
)  # fmt: skip

# %% [markdown]
# ## 5. Répéter un appel
#
# Un réseau se coupe, un programme est arrêté : qui n'a pas reçu de réponse répète l'appel avec la même clé
# (`Idempotency-Key`), et reçoit la réponse d'alors.

# %%
cle = JSON | {"Idempotency-Key": "carnet-1"}
autre = claire.open_application(client=page.items[1].client, information=INFORMATION).value
adresse = f"{DEMANDES}/{autre.id}/proposal"
premiere, seconde = (http.post(adresse, json={}, headers=cle) for _ in range(2))
assert premiere.json() == seconde.json()
Table(
    ("Appel", "HTTP", "Proposition", "Rejouée"),
    tuple(
        (nom, str(reponse.status_code), reponse.json()["id"], reponse.headers.get("idempotent-replayed", "non"))
        for nom, reponse in (("premier", premiere), ("second", seconde))
    ),
)  # fmt: skip

# %% [markdown]
# Le journal du service garde une ligne par demande : la forme de l'adresse, jamais le numéro d'un client, un montant ou
# un nom.

# %%
lignes = [json.loads(ligne) for ligne in (travail / "journal.jsonl").read_text().splitlines()[1:]]
demandes = [ligne for ligne in lignes if ligne["event"] == "request"]
assert str(connu) not in str(demandes)
Table(
    ("Méthode", "Adresse", "HTTP", "ms"),
    tuple(
        (each["method"], each["route"], str(each["status"]), fixed(each["ms"], FR, 1))
        for each in demandes[-8:]
    ),
)

# %% [markdown]
# À l'arrêt, le service termine les demandes commencées.

# %%
http.close()
service.terminate()
assert service.wait(60) in (0, -15)
Markdown("Le service s'est arrêté en bon ordre.")
