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
# # Explorer et préparer les données
#
# Ce carnet répond à quatre questions, dans l'ordre où un analyste se les pose :
#
# 1. **Peut-on se fier aux fichiers ?** Les sept tables, leurs liens, ce que les contrôles y trouvent.
# 2. **Qui connaît des difficultés de paiement ?** Le taux, groupe par groupe, toujours avec son intervalle.
# 3. **Qu'est-ce que le modèle a le droit de lire, et comment une variable est-elle calculée ?**
# 4. **Les demandes d'aujourd'hui ressemblent-elles à celles dont on connaît l'issue ?**
#
# Tous les chiffres, les titres des figures et leurs conclusions sont calculés au moment où le carnet
# s'exécute. Le carnet n'a pas de calcul à lui : il appelle les mêmes fonctions que la ligne de commande.
#
# **Choisir les données.** Sans réglage, le carnet invente des demandes. Pour le faire tourner sur vos
# fichiers ou sur ceux de Kaggle, donnez leur dossier dans la variable d'environnement
# `CLAIRSCORE_NOTEBOOK_DATA`.

# %%
from pathlib import Path
from tempfile import mkdtemp

from IPython.display import Markdown, display

from clairscore import Policy, check
from clairscore.data.describe import described
from clairscore.features.catalogue import catalogue
from clairscore.modelling import exploration as explore
from clairscore.settings import load_settings

FR = "fr"
dossier = explore.data_folder(load_settings(), Path(mkdtemp(prefix="carnet-")))
Markdown(f"> {explore.provenance(dossier, FR)}")

# %% [markdown]
# ## 1. Les sept tables
#
# Une ligne de la table `application` est **une demande** : un crédit, une personne, une date de référence.
# Le fichier `application_train` contient les demandes dont l'issue est connue, `application_test` celles
# qui attendent une décision. Les six autres tables racontent le passé de la personne, vu de cette date :
#
# ```
# application ─┬─ bureau ── bureau_balance       crédits dans d'autres établissements
#              └─ previous_application           demandes précédentes chez nous
#                  ├─ POS_CASH_balance           relevés mensuels des crédits
#                  ├─ installments_payments      échéances dues et payées
#                  └─ credit_card_balance        relevés mensuels des cartes
# ```
#
# Les jours et les mois sont comptés à rebours : -30 veut dire « trente jours avant la demande ».

# %%
rapport = check(dossier)
explore.linked(rapport, explore.every_application(dossier), FR)

# %% [markdown]
# **À regarder.** La colonne « Demandes concernées » dit combien de demandes ont au moins une ligne dans
# la table. Une demande sans historique n'est pas une anomalie : ce sont justement les personnes pour
# lesquelles le produit est fait. Leurs variables d'historique restent vides, ou valent zéro quand zéro
# est la bonne réponse (aucun crédit en cours, par exemple).

# %% [markdown]
# ## 2. Ce que les contrôles trouvent
#
# Avant tout calcul, chaque fichier est relu en entier : types, bornes, mots inconnus, clés répétées,
# lignes sans parent, dates impossibles. Une **faute** interdit de se servir des fichiers ; une **remarque**
# les laisse passer et se retrouve ici.

# %%
display(Markdown(explore.verdict(rapport, FR)))
explore.findings(rapport, FR)

# %% [markdown]
# **Ce qu'on en fait.**
#
# - Les dates impossibles et les mots qui veulent dire « non renseigné » sont lus comme des cases vides.
# - Une colonne où toutes les lignes sont égales n'apprend rien ; elle ne gêne pas non plus.
# - Une ligne sans ligne mère garde sa valeur quand elle porte le numéro de la demande ; elle n'est jamais
#   rattachée à quelqu'un d'autre.
# - Les lignes répétées comptent toutes : deux versements égaux le même jour sont possibles.

# %% [markdown]
# ### Les valeurs sentinelles
#
# Kaggle écrit 365243 jours, soit mille ans **après** la demande, quand il n'y a pas de date. Prise pour un
# nombre, cette valeur fausserait toute moyenne. Voici où elle se trouve :

# %%
fichiers = described(rapport)
explore.sentinels(fichiers, FR)

# %% [markdown]
# ## 3. Les valeurs manquantes

# %%
explore.missing_values(fichiers, FR, "application_train")

# %% [markdown]
# Pour la description de l'immeuble, chaque fait existe en moyenne, en médiane et en valeur la plus
# fréquente ; la figure ne montre que la moyenne, les deux autres sont vides aux mêmes endroits.
#
# **On ne remplit rien.** LightGBM apprend de quel côté envoyer une valeur manquante, et l'absence est un
# fait en soi : ne pas avoir d'évaluation extérieure n'est pas la même chose que d'en avoir une mauvaise. La
# figure suivante dit si l'absence s'accompagne d'un autre taux de difficultés.

# %%
demandes = explore.labelled(dossier)
explore.rate_by_absence(
    demandes,
    [
        "EXT_SOURCE_1",
        "EXT_SOURCE_3",
        "DAYS_EMPLOYED",
        "OCCUPATION_TYPE",
        "OWN_CAR_AGE",
    ],
    FR,
)

# %% [markdown]
# Un carré signale un groupe dont l'intervalle laisse le taux d'ensemble dehors. Une information qui manque
# a ses propres mots dans les motifs donnés à la personne (« information non fournie »), jamais ceux d'une
# mauvaise valeur.

# %% [markdown]
# ## 4. Combien de demandes connaissent des difficultés de paiement ?

# %%
Markdown(explore.whole(demandes, FR))

# %% [markdown]
# Deux conséquences pour la suite :
#
# - Plus les difficultés sont rares, moins l'**exactitude** veut dire quelque chose : au-dessous de 10 % de
#   difficultés, accorder à tout le monde donne raison plus de neuf fois sur dix. Le deuxième carnet juge par l'AUC et par le **coût métier**.
# - Les intervalles dépendent surtout du nombre de **difficultés**, pas du nombre de demandes.
#
# ### Selon des faits de la demande
#
# Les groupes de moins de vingt demandes ne sont pas montrés : leur taux parlerait de personnes, pas d'un
# groupe.

# %%
explore.rate_by_word(demandes, "NAME_CONTRACT_TYPE", FR)

# %%
explore.rate_by_word(demandes, "NAME_INCOME_TYPE", FR)

# %%
explore.rate_by_word(demandes, "NAME_EDUCATION_TYPE", FR)

# %%
explore.rate_by_word(demandes, "NAME_HOUSING_TYPE", FR)

# %% [markdown]
# Comparez la largeur des intervalles avant de comparer les points : un petit groupe peut avoir un taux
# très haut ou très bas par hasard. Un écart entre groupes n'est pas non plus une cause.
#
# ### Selon des nombres, par cinquièmes

# %%
explore.rate_by_band(demandes, "EXT_SOURCE_2", FR)

# %%
explore.rate_by_band(demandes, "DAYS_EMPLOYED", FR)

# %%
explore.rate_by_band(demandes, "AMT_CREDIT", FR)

# %% [markdown]
# ### Faits protégés : regardés ici, jamais lus par le modèle
#
# Le sexe et la situation familiale **n'entrent dans aucune variable**. On les regarde pour une seule raison :
# si les taux observés diffèrent, un modèle qui les ignore peut quand même traiter les groupes différemment,
# par d'autres faits qui leur ressemblent. Le deuxième carnet mesure ce que le modèle fait à chaque groupe.

# %%
explore.rate_by_word(demandes, "CODE_GENDER", FR)

# %%
explore.rate_by_word(demandes, "NAME_FAMILY_STATUS", FR)

# %% [markdown]
# ## 5. Les valeurs selon l'issue
#
# Une même valeur, pour les demandes remboursées et pour celles qui ont connu des difficultés. Les
# valeurs inconnues et les 1 % les plus extrêmes de chaque côté ne sont pas dessinées.

# %%
explore.spread_by_outcome(demandes, "EXT_SOURCE_2", FR)

# %%
explore.spread_by_outcome(demandes, "EXT_SOURCE_3", FR)

# %%
explore.spread_by_outcome(demandes, "DAYS_EMPLOYED", FR)

# %%
explore.spread_by_outcome(demandes, "AMT_CREDIT", FR)

# %% [markdown]
# Regardez d'abord ce que les deux courbes ont en commun : tant qu'elles se recouvrent, **aucun fait ne décide
# seul**. Quand les difficultés sont peu nombreuses, leur courbe tremble ; la forme compte, pas chaque marche. Une AUC
# inférieure à 0,5 dit seulement que la valeur est plus basse en cas de difficultés ; son éloignement de 0,5
# compte, pas son côté. Au-delà de 0,80 pour une seule valeur, il faudrait chercher une fuite.

# %% [markdown]
# ## 6. Ce qui est exclu, et pourquoi
#
# Règle : **un fait qui ne peut pas être donné comme motif n'est pas une variable.** Rien de ce que le modèle
# utilise n'est caché à la personne.
#
# | Faits exclus | Pourquoi |
# |---|---|
# | sexe, situation familiale | critères de discrimination |
# | enfants, personnes du foyer | situation de famille ; ils servent au seul calcul du reste à vivre |
# | qui accompagnait la personne, jour et heure de la demande | sans lien avec la capacité à rembourser |
# | entourage en retard | on répond de ses actes, pas de ceux des autres |
# | région, ville, distances entre adresses | lieu de résidence, critère de discrimination |
# | dernier changement de téléphone | un motif que personne ne pourrait entendre |
#
# L'âge peut rester, parce que la règle du prêteur le permet, mais un refus que l'âge explique passe devant une
# personne. La liste complète vient de la politique, table par table :

# %%
politique = Policy()
faits, phrase = explore.exclusions(politique, catalogue("full"), FR)
display(faits)
Markdown(phrase)

# %% [markdown]
# ## 7. Une variable : déclarée une fois, calculée partout
#
# Une variable est une **déclaration**, pas une fonction : ce qu'elle lit, comment elle résume, ce qu'elle vaut
# sans historique, dans quel sens le risque a le droit d'aller. Par exemple :

# %%
variables = catalogue("plain").without(politique.excluded_columns)
explore.declared(variables["instalments_days_late_max"], FR)

# %%
explore.declared(variables["application_amt_annuity"], FR)

# %% [markdown]
# Le « sens imposé » est une promesse : demander une mensualité plus élevée ne fait jamais baisser le risque
# estimé.
#
# La même déclaration sert pour un lot entier et pour une demande seule. Pour le vérifier, on invente quarante
# demandes, on en prend une, et on la calcule des deux façons :

# %%
valeurs, phrase = explore.alone_and_in_book(
    variables,
    [
        "application_amt_annuity",
        "application_ext_source_2",
        "bureau_rows_count",
        "instalments_days_late_max",
        "pos_rows_share_late",
    ],
    FR,
)
display(valeurs)
Markdown(phrase)

# %% [markdown]
# Il faut lire **zéro écart**, au bit près. Les sommes sont faites sur des nombres entiers (millièmes, jours,
# mois) : ni l'ordre des lignes ni le moteur de calcul n'y changent rien.

# %% [markdown]
# ## 8. Les demandes d'aujourd'hui sont-elles les mêmes ?
#
# Les données n'ont pas de date : on ne peut pas apprendre sur le passé et vérifier sur le présent. Mais
# `application_test` n'est pas tirée de la même population que `application_train`. Evidently compare les deux colonne
# par colonne, sans les colonnes exclues.

# %%
images, phrases = explore.shifted(dossier, politique, FR)
display(*images)
Markdown("\n".join(f"- {phrase}" for phrase in phrases))

# %% [markdown]
# ## Ce qu'il faut retenir
#
# - Les fichiers sont contrôlés avant tout calcul ; les dates impossibles et les mots « non renseigné » deviennent
#   des cases vides, et une case vide n'est jamais remplie.
# - Tant que les valeurs se recouvrent d'une issue à l'autre, aucun fait ne décide seul : il faut un modèle, et le
#   juger par son coût.
# - Les faits protégés sont regardés, jamais appris.
# - Une demande seule reçoit exactement ce que recevrait sa ligne dans un lot.
# - Ce qui bouge entre les deux populations est à surveiller dès la mise en service.
#
# La suite : [modélisation et choix](02_modelisation_et_choix.ipynb).
