"""The staff's dashboard: Streamlit screens that know the service through its typed client alone.

`app.py` puts it together, `screens.py` lists its screens, `pages/` holds one module a screen and
`parts/` what screens share.
"""
