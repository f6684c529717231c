"""Names that sound right: state work units of a county, and estates; no person, no private firm."""

UNITS = (
    "县供销社 县粮食局 县农机局 县水利局 县交通局 县教育局 县财政局 县税务局 县物资局 县商业局 县外贸局 县工商局 县公路局 县林业局 县畜牧局 "
    "县农业局 县文化局 县广播站 县邮电局 县电业局 县人民医院 县中医院 县妇幼保健站 县防疫站 县第一中学 县第二中学 县实验小学 县师范学校 "
    "县职业中专 县党校 县法院 县检察院 县公安局 县武装部 县计委 县经委 县建委 县房管所 县自来水厂 县热电厂 县棉纺厂 县织布厂 县针织厂 "
    "县化肥厂 县农药厂 县机械厂 县拖拉机站 县水泥厂 县造纸厂 县酿酒厂 县食品厂 县面粉厂 县油棉厂 县轴承厂 县电机厂 县皮革厂 县印刷厂 "
    "县百货公司 县五金公司 县医药公司 县种子公司 县石油公司 县煤炭公司 县建筑公司 县运输公司 县棉麻公司 县蔬菜公司 县烟草站 县农业银行支行 "
    "县建设银行支行 县信用联社 县人民银行支行 县二轻局 县乡镇企业局 县统计局 县计生委 县民政局 县审计局 县劳动局 县土地局 县环卫处 县汽车站 县火车站"
).split()
UNIT_FORMS = ("家属院", "宿舍", "家属楼", "家属院东院", "家属院西院", "二宿舍")
FIRST = "东 西 南 北 新 金 华 兴 福 康 安 和 春 文 光 明 盛 泰 瑞 祥 惠 永 锦 丽 嘉 清 湖 柳 槐 梧".split()
SECOND = "苑 园 泉 馨 兴 安 盛 源 丰 景 怡 乐 华 和 康 桥 庄 湖 林 泽".split()
ESTATE_FORMS = ("小区", "新村", "花园", "家园", "小区", "里")
STREET_FORMS = ("小区", "新村", "一区", "二区", "生活区")


class Names:
    """Hands out every name once."""

    def __init__(self, rng, streets):
        self.rng = rng
        self.units = [(unit, unit + form) for form in UNIT_FORMS for unit in _shuffled(rng, UNITS)]
        estates = [a + b + ESTATE_FORMS[(i + j) % len(ESTATE_FORMS)] for i, a in enumerate(FIRST) for j, b in enumerate(SECOND) if a != b]
        self.estates = _shuffled(rng, estates)
        self.by_street = _shuffled(rng, [s.name[:-1] + form for s in streets for form in STREET_FORMS if "环" not in s.name])

    def next(self, year: int) -> tuple[str, str]:
        """(name, owner unit): the older, the likelier a work unit's yard."""
        if self.rng.random() < min(0.85, max(0.08, (2003 - year) / 20)):
            unit, name = self.units.pop(0)
            return name, unit
        pool = self.by_street if self.by_street and self.rng.random() < 0.3 else self.estates
        return pool.pop(0), ""


def _shuffled(rng, items):
    return sorted(items, key=lambda _: rng.random())
