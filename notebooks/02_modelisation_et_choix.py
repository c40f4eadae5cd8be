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
# # Modéliser et choisir
#
# Ce carnet suit le choix du modèle, du protocole à la décision expliquée :
#
# 1. **Protocole** : qui apprend, qui juge.
# 2. **Variables** : ce que rapporte chaque étape de l'échelle.
# 3. **Candidats** : les modèles côte à côte, sur les mêmes parts.
# 4. **Déséquilibre et calage** : ce que les traitements font aux probabilités.
# 5. **Coût métier et seuil d'octroi.**
# 6. **Le modèle retenu** : ses chiffres, ses raisons, ce qu'il fait à chaque groupe.
# 7. **Une décision expliquée**, et ce qui resterait à vérifier sur les données complètes.
#
# Chaque chiffre est calculé ici, par les fonctions de Clairscore ; titres et conclusions des figures aussi.
# Pour d'autres données, donnez leur dossier dans `CLAIRSCORE_NOTEBOOK_DATA`.

# %%
import json
from pathlib import Path
from tempfile import mkdtemp

from IPython.display import Markdown, display

from clairscore import load_bundle, train
from clairscore.charts import Table
from clairscore.cli.figures import figure_rows
from clairscore.decision.narrative import narrate
from clairscore.decision.telling import Teller, as_markdown
from clairscore.modelling import answers
from clairscore.modelling import exploration as explore
from clairscore.modelling.candidates.compare import compare
from clairscore.modelling.documents import Sources, read_records
from clairscore.modelling.documents.pictures import example, pictures
from clairscore.modelling.evidence import gather
from clairscore.settings import load_settings

FR = "fr"
reglages = load_settings()
travail = Path(mkdtemp(prefix="carnet-"))
dossier = explore.data_folder(reglages, travail)
Markdown(f"> {explore.provenance(dossier, FR)}")

# %% [markdown]
# Les réglages suivants tiennent le carnet en une ou deux minutes sur quelques milliers de demandes : peu de parts, un
# tirage, quelques candidats, comparés sur les seules colonnes de la demande (« raw »). Sur des données complètes, prenez
# cinq parts, trois tirages, tous les candidats (liste vide) et les variables « plain » ; comptez alors en heures.

# %%
PARTS, TIRAGES = 3, 1
CANDIDATS = ("dummy", "logistic", "served", "served-weights", "served-undersampling")
VARIABLES_COMPAREES = "raw"

# %% [markdown]
# ## 1. Protocole
#
# - Les demandes sont réparties **par client**, avec autant de difficultés dans chaque part. La répartition ne
#   dépend que du numéro et de la graine : elle est la même quel que soit l'ordre des lignes.
# - **15 % sont mis de côté** avant tout et ouverts une seule fois, à la fin.
# - Le reste est découpé en parts. Chaque demande est jugée par un modèle qui ne l'a **jamais vue** : on dit « hors
#   de sa part ». Le nombre d'arbres et le calage viennent eux aussi des autres parts.
# - Aucune ligne de `application_test` n'entre dans une statistique apprise.
#
# On entraîne le modèle livré, puis on réunit toutes les preuves d'un relecteur. Les faits protégés sont
# exclus par la politique avant le premier calcul.

# %%
appris = train(dossier, travail / "modeles")
modele = load_bundle(appris.folder)
preuves = gather(dossier, modele, answers.read(answers.beside(appris.folder)))
display(Markdown("\n".join(f"- {phrase}" for phrase in (*appris.warnings, *preuves.warnings))))

# %%
parts, phrase = explore.folds_told(preuves.stability, FR)
display(parts)
Markdown(phrase)

# %% [markdown]
# S'il y a une liste au-dessus du tableau, ce sont les avertissements de l'entraînement et des contrôles de fuite :
# lisez-les avant tout le reste. Avec quelques milliers de demandes, il est normal que les intervalles soient
# larges et que le calage soit incertain.

# %% [markdown]
# ## 2. L'échelle des variables
#
# On part des colonnes de la demande, puis on ajoute une famille de variables à la fois. Chaque étape est comparée à
# la précédente sur **les mêmes parts** : la différence est appariée, donc bien plus précise que deux AUC lues
# séparément.

# %%
echelle = explore.ladder(dossier, FR, folds=PARTS, seeds=TIRAGES)
display(echelle)
echelle.table

# %% [markdown]
# **Comment lire cette figure.** Une étape n'est retirée que si son intervalle est tout entier au-dessous de zéro,
# ou si elle coûte trop de temps ou de mémoire. Des demandes **inventées ne jugent jamais la valeur d'une étape** :
# elles mesureraient les hypothèses du générateur. Elles montrent ici comment la mesure est faite.

# %% [markdown]
# ## 3. Les candidats côte à côte
#
# Mêmes parts, mêmes variables, un processus par candidat. « Dummy » accorde à tous la même probabilité : c'est le
# plancher. Le modèle servi est LightGBM avec la recette écrite, sans réglage choisi sur ces données.

# %%
comparaison = compare(
    [dossier],
    travail / "candidats",
    names=CANDIDATS,
    folds=PARTS,
    extent=VARIABLES_COMPAREES,
)
preuves_json, comparaison_json = travail / "preuves.json", travail / "comparaison.json"
preuves_json.write_text(json.dumps(preuves.as_json()), encoding="utf-8")
comparaison_json.write_text(json.dumps(comparaison.as_json()), encoding="utf-8")
sources = Sources(data=dossier, evidence=preuves_json, comparison=comparaison_json)
figures = pictures(read_records(modele, sources), FR)
display(figures["candidates"])
figures["candidates"].table

# %% [markdown]
# **Ce qui décide.** Le coût métier d'abord, puis l'AUC ; si les intervalles se recouvrent, on préfère le modèle dont
# on peut expliquer exactement chaque décision, imposer le sens de chaque variable et répondre à une demande
# en quelques millisecondes. Sur peu de demandes, plusieurs candidats sont souvent à égalité : c'est une
# réponse, pas un échec.

# %% [markdown]
# ## 4. Traiter le déséquilibre ?
#
# Les difficultés sont rares ; on lit partout qu'il faut rééquilibrer. Voici ce que cela fait à la **probabilité
# annoncée**, avant puis après un nouveau calage.

# %%
display(figures["treatments"])
figures["treatments"].table

# %% [markdown]
# Un poids de classe ou un sous-échantillonnage apprend un monde où les difficultés sont fréquentes : la
# probabilité annoncée n'est plus vraie. Regardez les points après calage : la moyenne est réparée, et le traitement
# n'a de sens que si son AUC ou son coût bat alors ceux du modèle non traité. **Le modèle servi n'est donc pas rééquilibré** : le déséquilibre est traité là où il compte, par le coût
# métier et le seuil d'octroi.
#
# ### Le calage
#
# Deux nombres, appris hors part, transforment la sortie du modèle en probabilité. Ce calage garde les
# contributions exactes : leur somme reste le résultat. Sur les demandes mises de côté :

# %%
figures["calibration"]

# %% [markdown]
# Un point sous la diagonale : le modèle annonce plus de difficultés qu'il n'y en a. Regardez l'intervalle avant le
# point. Un modèle parfait a lui aussi des points hors de la diagonale, par hasard ; le titre en tient compte.

# %% [markdown]
# ## 5. Coût métier et seuil d'octroi
#
# Accorder un crédit qui connaît des difficultés coûte **dix fois** plus que refuser un bon dossier. Pour une
# probabilité bien calée, refuser devient moins cher qu'accorder à partir de 1/(1 + 10). C'est le seuil servi ; les
# données ne le changent que si l'intervalle du seuil le moins cher l'exclut.

# %%
figures["cost_curve"]

# %% [markdown]
# Regardez la largeur de la bande : tant que la courbe y est presque plate, un seuil « optimal » lu sur un échantillon
# est surtout du bruit. C'est pourquoi on ne le retient pas.
#
# ### Et si une personne étudie les dossiers incertains ?

# %%
display(figures["reviews"])
figures["reviews"].table

# %% [markdown]
# Le prix d'une étude et ce qu'elle décèle sont des **hypothèses** de la politique, pas des mesures : c'est au
# prêteur de les remplacer par les siennes.

# %% [markdown]
# ## 6. Le modèle retenu
#
# Sur les demandes mises de côté, ouvertes une seule fois :

# %%
Table(
    ("Mesure", "Valeur", "Intervalle à 95 %"),
    tuple(figure_rows(preuves.as_json()["test"]["figures"], FR)),
)

# %% [markdown]
# ¹ Taux observé moins probabilité annoncée, parmi les demandes proches du seuil. ² Part de ce que coûterait accorder à
# tout le monde : au-dessous de 100 %, le modèle fait gagner de l'argent.
#
# Les figures suivantes portent sur toutes les demandes d'apprentissage, chacune jugée hors de sa part : elles sont plus
# nombreuses, donc plus précises.

# %%
figures["roc"]

# %%
figures["gain"]

# %%
figures["distribution"]

# %% [markdown]
# ### Ce qui pèse

# %%
figures["importance_by_theme"]

# %%
figures["importance_by_feature"]

# %% [markdown]
# Un thème est ce qu'une personne comprend comme une seule chose. Si les évaluations extérieures dominent, c'est un
# risque à dire : elles viennent d'un fournisseur, et la personne doit savoir auprès de qui les corriger.
#
# ### Ce que le modèle fait à chaque groupe
#
# Le sexe, la situation de famille et la région ne sont pas lus par le modèle : on ne les ouvre que pour ce contrôle.
# L'âge et les études peuvent l'être. Les groupes de moins de vingt demandes ne sont pas montrés.

# %%
figures["groups"]

# %% [markdown]
# Un groupe moins souvent accordé n'est pas forcément mal traité : comparez avec son taux de difficultés observé,
# et regardez si la probabilité y est juste. La note de méthode donne ces chiffres groupe par groupe.

# %% [markdown]
# ## 7. Une décision expliquée
#
# Une demande **inventée**, la plus proche du seuil, prise dans l'examen que le modèle livré emporte avec lui. Ce que
# chaque thème ajoute au risque estimé, ou en retire :

# %%
figures["contributions"]

# %% [markdown]
# Et ce que la personne lit :

# %%
conteur = Teller.of(modele, FR, reglages.currency, reglages.sources)
Markdown(as_markdown(narrate(example(modele), conteur, "client")))

# %% [markdown]
# Les contributions s'additionnent exactement au résultat : ce qui est dit est ce qui a été calculé, rien n'est
# approché.

# %% [markdown]
# ## 8. Ce qu'il faudrait vérifier sur les données complètes
#
# - **L'échelle et les candidats** avec cinq parts et plusieurs tirages ; une différence ne compte que si son
#   intervalle ne contient pas zéro.
# - **Le calage** : erreur de calage à côté de celle qu'un modèle parfait aurait par hasard, et observé moins annoncé
#   autour du seuil.
# - **Les fuites** : une AUC au-dessus de 0,82 est plus probablement une fuite qu'un exploit ; une issue mélangée doit
#   redonner 0,5.
# - **Le coût de chaque exclusion**, en AUC, en argent et en décisions changées (`clairscore exclusions`).
# - **Les groupes**, avec assez de demandes pour que les intervalles soient étroits.
# - **La dérive** : `application_test` est une autre population ; les probabilités sont à suivre dès la mise en service.
#
# Aucun chiffre de ce carnet n'est une promesse pour d'autres données. Les documents d'un modèle (note, fiche,
# présentation) s'écrivent avec `clairscore card`.
