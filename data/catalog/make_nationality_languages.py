"""Write `nationality_languages.toml` from the CLDR that Babel carries.

Run ``python -m data.catalog.make_nationality_languages`` after an update of Babel, and read what
has changed before it is committed. No network.
"""

from __future__ import annotations

from pathlib import Path

from babel.core import get_cldr_version, get_global

TABLE = Path(__file__).with_name("nationality_languages.toml")
LEAST_PERCENT = 1.0
"""Languages that fewer use are left out."""

NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA", "ZZ"}
"""Territories of CLDR that ISO 3166-1 does not have; Kosovo (XK) stays, as ISTAT counts it."""

NO_LANGUAGE = {"und"}

LEFT_OUT = {
    ("PH", "spa"): (
        "CLDR tells 31 %; in the census of 2010 all foreign languages together were 0.09 % by "
        "mother tongue (Philippine Statistics Authority)"
    )
}
"""Figures of CLDR that a better source contradicts: country, language → which."""

ISO_639_1_PAIRS = """
aa=aar ab=abk af=afr ak=aka am=amh ar=ara as=asm ay=aym az=aze ba=bak be=bel bg=bul bi=bis
bm=bam bn=ben bs=bos ca=cat ch=cha cs=ces cv=chv cy=cym da=dan de=deu dv=div dz=dzo ee=ewe
el=ell en=eng es=spa et=est eu=eus fa=fas ff=ful fi=fin fj=fij fo=fao fr=fra fy=fry ga=gle
gl=glg gn=grn gu=guj gv=glv ha=hau he=heb hi=hin ho=hmo hr=hrv ht=hat hu=hun hy=hye hz=her
id=ind ig=ibo is=isl it=ita ja=jpn jv=jav ka=kat kg=kon ki=kik kj=kua kk=kaz kl=kal km=khm
kn=kan ko=kor ku=kur ky=kir la=lat lb=ltz lg=lug li=lim ln=lin lo=lao lt=lit lu=lub lv=lav
mg=mlg mh=mah mi=mri mk=mkd ml=mal mn=mon mr=mar ms=msa mt=mlt my=mya na=nau nb=nob nd=nde
ne=nep ng=ndo nl=nld nn=nno no=nor nr=nbl ny=nya oc=oci om=orm or=ori os=oss pa=pan pl=pol
ps=pus pt=por qu=que rn=run ro=ron ru=rus rw=kin sc=srd sd=snd sg=sag si=sin sk=slk sl=slv
sm=smo sn=sna so=som sq=sqi sr=srp ss=ssw st=sot su=sun sv=swe sw=swa ta=tam te=tel tg=tgk
th=tha ti=tir tk=tuk tn=tsn to=ton tr=tur ts=tso tt=tat ty=tah ug=uig uk=ukr ur=urd uz=uzb
ve=ven vi=vie wa=wln wo=wol xh=xho yi=yid yo=yor zh=zho zu=zul
"""
"""ISO 639-1 → ISO 639-3 of all that CLDR names so (SIL's table of ISO 639-3)."""

MEMBERS = {
    "ara": "aeb apc apd arq ars ary arz",
    "zho": "gan hak hsn nan wuu yue",
    "fas": "prs",
    "sqi": "aln als",
    "kur": "ckb kmr sdh",
    "ful": "ffm fuq fuv",
    "que": "qug",
    "tgl": "fil",
}
"""Given as the catalogue does: members of a macrolanguage (SIL), and Filipino as Tagalog."""

HEAD = """\
# Which languages the people of a country use. Written by make_nationality_languages.py.
# Country: ISO 3166-1 alpha-2, and XK for Kosovo. Language: ISO 639-3. Weight: share of the people
# of the country who use it, as a first or a later language. The weights of a country sum to more
# than 1 where people use several, and to less where small ones are left out: below {least:g} %.
# Of a macrolanguage the largest share of its members counts: whoever uses two is counted once.
# Weights are of the whole country. Who left it is no mean of it: what rests on them is inferred.

[source]
name = "Unicode CLDR"
version = "{version}"
part = "territoryInfo (languagePopulation)"
licence = "Unicode-3.0"
attribution = "© Unicode, Inc."
address = "https://github.com/unicode-org/cldr/blob/release-{version}/common/supplemental/supplementalData.xml"

{left_out}
[weights]
"""


def weights_of(territory: str) -> dict[str, float]:
    """Return the languages of a country with the share of its people who use each.

    Examples
    --------
    >>> weights_of("PT")["por"] > 0.9
    True
    """
    fields: dict[str, float] = {}
    short_codes = dict(pair.split("=") for pair in ISO_639_1_PAIRS.split())
    macro = {member: code for code, members in MEMBERS.items() for member in members.split()}
    for name, facts in get_global("territory_languages").get(territory, {}).items():
        short = name.split("_")[0]  # the script does not matter to who listens
        code = short_codes.get(short, macro.get(short, short))
        percent = float(facts["population_percent"])
        wanted = short not in NO_LANGUAGE and (territory, code) not in LEFT_OUT
        if percent >= LEAST_PERCENT and wanted:
            fields[code] = max(fields.get(code, 0.0), round(min(percent, 100.0) / 100, 4))
    return dict(sorted(fields.items(), key=lambda item: (-item[1], item[0])))


def table() -> str:
    """Return the whole table as TOML."""
    countries = sorted(set(get_global("territory_languages")) - NO_COUNTRY)
    left_out = "".join(
        f'[[left_out]]\ncountry = "{country}"\nlanguage = "{code}"\nreason = "{reason}"\n'
        for (country, code), reason in LEFT_OUT.items()
    )
    head = HEAD.format(version=get_cldr_version(), least=LEAST_PERCENT, left_out=left_out)
    lines = [head]
    for country in countries:
        weights = weights_of(country)
        if weights:
            text = ", ".join(f"{code} = {weight:g}" for code, weight in weights.items())
            lines.append(f"{country} = {{ {text} }}\n")
    return "".join(lines)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
