"""The annex: what a plan or an application carries of a partnership, on paper."""
