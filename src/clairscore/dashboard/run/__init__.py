"""Streamlit's script, in a folder of its own: beside `pages` Streamlit would list its modules."""
