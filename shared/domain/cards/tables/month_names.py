"""The names of months in the languages that tables come in most."""

from __future__ import annotations

from shared.domain.text.folding import fold

_NAMES = (
    ("january janvier januar enero gennaio januari janeiro styczen stycznia січень січня январь января "
    "tammikuu ene jan janv genn січ янв"),
    ("february fevrier februar febrero febbraio februari fevereiro luty lutego лютий лютого февраль "
    "февраля helmikuu feb fevr fev lut лют фев"),
    "march mars marz maerz marzo maart marco marzec marca березень березня март марта maaliskuu mar mrz mrt бер мар",
    "april avril abril aprile kwiecien kwietnia квітень квітня апрель апреля huhtikuu apr avr abr kwi квіт апр",
    "may mai mayo maggio mei maio maj maja травень травня май мая toukokuu mag трав",
    "june juin juni junio giugno junho czerwiec czerwca червень червня июнь июня kesakuu jun giu cze черв июн",
    "july juillet juli julio luglio julho lipiec lipca липень липня июль июля heinakuu jul juil lug lip лип июл",
    "august aout agosto augustus augusti sierpien sierpnia серпень серпня август августа elokuu aug ago sie серп авг",
    ("september septembre septiembre settembre setembro wrzesien wrzesnia вересень вересня сентябрь "
    "сентября syyskuu sep sept set wrz вер сен"),
    ("october octobre oktober octubre ottobre outubro pazdziernik pazdziernika жовтень жовтня октябрь "
    "октября lokakuu oct okt ott out paz жовт окт"),
    ("november novembre noviembre novembro listopad listopada листопад листопада ноябрь ноября marraskuu "
    "nov lis лист ноя"),
    ("december decembre dezember diciembre dicembre dezembro grudzien grudnia грудень грудня декабрь "
    "декабря joulukuu dec dez dic gru груд дек"),
)  # fmt: skip
_months: dict[str, int] = {}


def month_of(name: str) -> int:
    """Return the number of the month with this name, or its usual abbreviation. Raises ValueError for any other."""
    if not _months:
        _months.update({fold(each): month for month, names in enumerate(_NAMES, start=1) for each in names.split()})
    try:
        return _months[fold(name)]
    except KeyError:
        raise ValueError("this is no month") from None
