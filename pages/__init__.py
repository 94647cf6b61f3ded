"""How people use it: Streamlit pages."""
