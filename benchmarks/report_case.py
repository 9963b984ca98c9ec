"""The report's case at four screens: told, taken on, talked over, recorded and confirmed by everybody."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.async_api import expect

from benchmarks.screens import PATIENCE, Screen, paper
from bot.app import App

CODE = re.compile(r"邀请码[:：](\d{4}) (\d{4})")


async def whole_case(app: App, aunt: Screen, owner: Screen, judge: Screen, clerk: Screen) -> None:
    """From the first word to the seal; ``aunt`` asks for her deposit, ``owner`` is the other side."""
    street = f"http://127.0.0.1:{app.config.web.port}"
    await takes_office(app, judge, street, "judge", "王某")
    await takes_office(app, clerk, street, "clerk", "刘某")
    await tells_the_dispute(aunt, street)
    await judge.sees("有新的申请")
    await brings_them_together(aunt, owner, judge, street)
    await makes_the_record(clerk)
    await expect(aunt.page.get_by_role("img")).to_have_count(2, timeout=PATIENCE)
    for who in (aunt, owner, clerk, judge):
        await confirms(who)
    for who in (aunt, owner):
        await who.sees("大家都确认了")
        await expect(who.page.get_by_role("img").last).to_be_visible(timeout=PATIENCE)


async def takes_office(app: App, who: Screen, street: str, role: str, name: str) -> None:
    await who.come(street)
    await who.press("我有邀请码")
    await who.write(app.new_staff_code(role, name))
    await who.sees(f"{name}(")


async def tells_the_dispute(aunt: Screen, street: str) -> None:
    await aunt.come(street)
    await aunt.press("我有纠纷")
    await aunt.press("同意")
    await aunt.write("我租的房子退了,房东不退押金。我要求退押金3000元。从2026年3月开始")
    await aunt.press("说完了")
    for answer in ("李某", "13800138000", "张某", "13900139000"):
        await aunt.write(answer)
    await aunt.press("就在这个聊天里收")
    await aunt.sees("要求:退押金3000元")
    await aunt.press("对,交上去")
    await aunt.sees("您的案号是")


async def brings_them_together(aunt: Screen, owner: Screen, judge: Screen, street: str) -> None:
    await judge.press("(20")
    await judge.press("受理")
    await judge.press("诉讼中·简易程序")
    await judge.press("邀请对方")
    await judge.sees("邀请码")
    told = await judge.page.locator(".line.theirs", has_text="邀请码").last.inner_text()
    code = CODE.search(told)
    assert code is not None
    await owner.come(f"{street}/i/{code[1]}{code[2]}")
    await owner.sees("请问您叫什么名字")
    await owner.write("张某")
    await owner.write("13900139000")
    await expect(owner.page.get_by_text("押金")).to_have_count(0)
    for name, how in (("李某", "看了身份证件"), ("张某", "视频核对")):
        await judge.press("登记身份核实")
        await judge.press(name)
        await judge.press(how)
        await judge.sees(f"已登记:{name}")
    await owner.sees("退押金3000元")
    await owner.press("愿意调解")
    await owner.write("可以退2700元,分三次给。")
    await owner.press("说完了")
    await owner.press("就在这个聊天里收")
    await aunt.sees("张某同意参加调解")


async def makes_the_record(clerk: Screen) -> None:
    days = [date.today() + timedelta(days=n) for n in (30, 60, 90)]
    await clerk.press("刷新")
    await clerk.press("(20")
    await clerk.press("做笔录")
    await clerk.press("拍照片")
    await clerk.send(paper(1), paper(2))
    for label in ("说完了", "不用", "付钱", "张某", "李某"):
        await clerk.press(label)
    await clerk.write("2700元")
    await clerk.press("分期")
    await clerk.write("\n".join(f"{day.year}年{day.month}月{day.day}日 900元" for day in days))
    await clerk.press("没有了")
    await clerk.sees("照片:2张")
    await clerk.press("发出")


async def confirms(who: Screen) -> None:
    await who.sees("这一条对不对")
    await who.press("对")
    await who.sees("您确认整份笔录")
    await who.press("确认这份笔录")
    await who.sees("您已确认第1版笔录")
