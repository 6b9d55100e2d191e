"""Small words that carry no topic, and endings of declension: short lists of our own, from each language's grammar."""

from collections.abc import Mapping
from typing import Final, Literal

Language = Literal["pl", "en", "uk"]


def _list_words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


STOP_WORDS: Final[Mapping[Language, frozenset[str]]] = {
    "pl": frozenset(
        _list_words(
            """
        aby albo ale ani bardzo bez bowiem brak być był była było byłoby były będzie będą chyba coś czy
        czyli dla dlaczego dlatego dobrze dość gdy gdyby gdzie gdzieś ich ile inne inny jak jaka jaki jakie
        jakieś jakiś jako jednak jego jej jest jestem jeszcze jeśli jeżeli już kiedy kogoś kto ktoś która
        które którego której który których którzy lub ma mają mam mamy mi mieć mimo między mnie mną moim
        moja moje może można musi muszą mój nad nam nami nas nasz nasza nasze nawet nic nich nie niech niego
        niej nim nimi niż około one oni ono oraz pod podczas ponieważ powinien powinna powinno powinny poza
        przed przede przez przy raczej również sam sama same się sobie swoje swój są tak taka taki takie
        także tam tego tej temu ten też to tobie trochę tu tutaj tych tyle tylko tym tymi wam was wasz we
        wiele więc więcej wszyscy wszystkie wszystko wśród za zawsze zbyt ze żadne żadnych że żeby
        """
        )
    ),
    "en": frozenset(
        _list_words(
            """
        about above after again all also and any are because been before being below between both but can
        could did does doing down during each few for from had has have having her here hers him his how
        into its just many may might more most much must no none nor not one only onto other our ours out
        over own same shall she should some such than that the their them then there these they this those
        too under until very was were what when where which while who whom why will with without would you
        your yours
        """
        )
    ),
    "uk": frozenset(
        _list_words(
            """
        або але без був була були було бути більше вам вас ваш вже ви вона вони воно все всі від він для
        дуже його коли куди лише мають має мене менше мені може можна моя між мій навіть над нам нас наш
        наша наше нема немає ним них ніж ніхто нічого ось перед при про під після саме свій себе собі так
        така таке такий також там теж тим тих того тому треба тут тільки хоч хто це цей цього цьому ця ці
        через чи чим чого чому щоб яка яке який яких якої якщо які
        """
        )
    ),
}
# Longest first, so that the longest that fits is cut off.
ENDINGS: Final[Mapping[Language, tuple[str, ...]]] = {
    "pl": _list_words(
        """
        ościami owaniem ościach owaniu owania ością owych owymi iemu iego ości ach ami owi ego emu ymi imi
        iej ych ich ów om em ie ej ym im ią ia iu ą ę y i a e o u
        """
    ),
    "en": _list_words(
        """
        's ’s s
        """
    ),
    "uk": _list_words(
        """
        остями ами ями ого ому ими ові еві ах ях ів їв ою ею ій ий им ої а я и і ї у ю е є о ь
        """
    ),
}
