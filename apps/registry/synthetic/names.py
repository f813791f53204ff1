"""Made-up names with the sound of their generation."""

from bisect import bisect
from itertools import accumulate
from random import Random

from apps.registry.initials import initials_of

# Common family names, by how common they are.
FAMILIES = (
    "李王张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_WEIGHTS = list(accumulate(1 / (place + 8) for place in range(len(FAMILIES))))
MALE, FEMALE = 1, 0
# (born before, men's, women's)
GENERATIONS = (
    (
        1962,
        "国建明德文华志家光荣福贵祥林春生金玉永清发开正大安山江海富长学先宏昌厚孝兴全",
        "秀英玉兰桂珍凤芳菊香莲翠华素淑贞惠云霞春梅红花金银月琴爱荣容美娥仙",
    ),
    (
        1986,
        "伟强军勇杰涛斌峰刚平辉鹏波毅俊超建国志明华文新民海东亮红兵洪全松林云飞永胜",
        "丽娟敏静艳芳霞燕红梅玲萍莉娜琼英兰凤华秀云琳蓉蕾晓春冬平慧珍荣芬洁",
    ),
    (
        2005,
        "浩杰鑫磊宇轩博文俊豪鹏飞凯旭阳晨帆翔龙威涛然昊天毅恒航亮鸣志远思源子健",
        "婷雪倩雯颖佳欣怡悦琪瑶璐梦思雨晴莹露丹妮萌薇菲诗涵子萱可馨静雅文慧",
    ),
    (
        9999,
        "梓轩浩宇子墨沐辰奕泽一诺铭睿宸皓翊晨曦俊熙嘉言瑞霖昊然博煜瀚景行知远",
        "欣怡梓涵诗语若汐雨桐可馨思琪一诺语嫣芷晴沐瑶心妍安然星玥书瑶锦初佳雯悦",
    ),
)
_LETTERS = {char: initials_of("王" + char)[1:] for _, men, women in GENERATIONS for char in men + women}
_FIRST = {char: initials_of(char) for char in FAMILIES}


def family(chance: Random) -> str:
    return FAMILIES[bisect(_WEIGHTS, chance.random() * _WEIGHTS[-1])]


def given(chance: Random, *, born: int, male: int) -> str:
    """Mostly of two characters; those born since the eighties are called by one more often."""
    _, men, women = GENERATIONS[(born >= 1962) + (born >= 1986) + (born >= 2005)]
    chars = men if male else women
    first = chars[int(chance.random() * len(chars))]
    if chance.random() < (0.25 if 1975 <= born < 2005 else 0.06):
        return first
    return first + chars[int(chance.random() * len(chars))]


def letters(name: str) -> str:
    """Of a name made here; the same as initials_of, looked up instead of read."""
    return _FIRST[name[0]] + "".join([_LETTERS[char] for char in name[1:]])
