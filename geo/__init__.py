"""What is true: pure functions over arrays and frozen records.

No file, network, clock, Streamlit, and no sentence for a user.
"""
