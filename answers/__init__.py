"""The questions: one function for each, from an opened area and a frozen question to an answer.

Pages, commands and the interface ask here and render what comes back.
"""
