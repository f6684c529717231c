"""The organisations that the county's plan of 2021-07-29 names, with the networks they answer for."""
from django.db import migrations

STREETS = [
    ("street-yuqiuhu", "鱼邱湖街道办事处", "371526001"),
    ("street-huixin", "汇鑫街道办事处", "371526002"),
    ("street-renhe", "人和街道办事处", "371526003"),
]
UTILITIES = [
    ("power", "县供电公司", ["DL"]),
    ("water", "县水务集团", ["JS"]),
    ("heat", "县兴明供热公司", ["RL"]),
    ("gas-tianma", "县天马燃气公司", ["RQ"]),
    ("gas-jinshi", "县金时燃气公司", ["RQ"]),
    ("gas-kunlun", "县昆仑燃气公司", ["RQ"]),
    ("mobile", "县移动公司", ["TX"]),
    ("unicom", "县联通公司", ["TX"]),
    ("telecom", "中国电信公司高唐分公司", ["TX"]),
    ("broadcast", "县广电公司", ["TX"]),
    ("tower", "铁塔公司", ["TX"]),
]
OTHERS = [
    ("centre", "县房地产服务中心", "centre"),
    ("task-force", "县老旧小区改造工作专班", "task_force"),
    ("finance", "县财政局", "department"),
    ("audit", "县审计局", "department"),
    ("development", "县发展改革局", "department"),
    ("land", "县自然资源和规划局", "department"),
    ("civil", "县民政局", "department"),
    ("security", "县公安局", "department"),
    ("justice", "县司法局", "department"),
    ("enforcement", "县综合执法局", "desk"),
    ("market", "县市场监管局", "desk"),
    ("environment", "县生态环境分局", "desk"),
]
# Drains and street lighting have no utility in the plan.
MUNICIPAL = ("municipal", "市政", ["YS", "WS", "HS", "LD"])


def add_organisations(apps, schema_editor):
    add = apps.get_model("accounts", "Organisation").objects.get_or_create
    for code, name, district_code in STREETS:
        add(code=code, defaults={"name": name, "kind": "street", "district_code": district_code})
    for code, name, classes in UTILITIES:
        add(code=code, defaults={"name": name, "kind": "utility", "network_classes": classes})
    for code, name, kind in OTHERS:
        add(code=code, defaults={"name": name, "kind": kind})
    code, name, classes = MUNICIPAL
    add(code=code, defaults={"name": name, "kind": "municipal", "network_classes": classes})


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add_organisations, migrations.RunPython.noop)]
