"""The usual Streamlit dashboard, for comparison: a drop-down of every client, charts by Plotly.

What public systems of this kind do, over the same service: each run asks a `selectbox` that holds
every number, and draws a gauge and bars of what the service answers.
"""

from __future__ import annotations

import os

import httpx2
import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_data
def numbers(file: str) -> list[int]:
    """Every client's number."""
    found: list[int] = pd.read_csv(file)["SK_ID_CURR"].tolist()
    return found


def main() -> None:
    """One screen, as it is usually written."""
    st.set_page_config(page_title="Scoring", layout="wide")
    client = st.selectbox("Client", numbers(os.environ["USUAL_NUMBERS"]))
    headers = {"Authorization": f"Bearer {os.environ['USUAL_KEY']}"}
    with httpx2.Client(base_url=os.environ["USUAL_API"], headers=headers) as http:
        score = http.get(f"/v1/clients/{client}/score").json()
        facts = http.get(f"/v1/clients/{client}/facts").json()
    st.title(f"Client {client}")
    limit = 100 * score["cut_off"]
    gauge = go.Indicator(
        mode="gauge+number",
        value=100 * score["probability"],
        gauge={"axis": {"range": [0, 100]}, "threshold": {"value": limit}},
    )
    st.plotly_chart(go.Figure(gauge))
    themes = pd.DataFrame(score["themes"])
    values = themes.select_dtypes("number").columns[0]
    names = themes.select_dtypes(exclude="number").columns[0]
    st.plotly_chart(go.Figure(go.Bar(x=themes[values], y=themes[names], orientation="h")))
    st.dataframe(pd.DataFrame(facts["facts"]).astype(str))


main()
