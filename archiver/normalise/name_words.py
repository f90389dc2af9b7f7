"""The tables behind ``names``: surnames, and words that look like names but are none."""

from __future__ import annotations

# The surnames by which names that are run together are split: few words begin with them.
_COMMON = """
王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎
余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文
庞樊殷施陶洪翟颜倪严牛温芦季俞章鲁葛韦毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁耿舒卞詹关覃童闫凌靳欧裴
"""
# Further surnames, some in traditional signs.
_FURTHER = """
伍时尤甘解鲍冉房喻兰邬游宁褚阮娄路包燕盛戚丘柏查纪连苗费车项柴艾骆原桂闵卫景明屈佟成娜米敖饶单窦应丛
牟逯滕蒲蓝党臧符桑隋冷祖华郁冀安鞠滑战晏简栾栗仇霍申全仲池邸辜芮嵇麻郎边卓巩冼宫阚匡楼刁荆宗鄢闻迟储
农卜牧鹿藏晋封瞿苑惠沙寇么植靖揭岑虞羊计练卿籍狄邰皮古商展占昝支郗杭缪阳和幸宣门强席蔺奚郦步暴亓尉茅
濮水穆尧盖仝揣谌冒别隆利巫庾屠翁双贡鄂劳逄谈厉戎荣寿扈顿荀闪伊印伏帅郜富肖尚代付闾庹佘粟岩苟丰东弓曲
智谯郄乐殳宓蓬须那侬雍却璩浦晁勾融訾阙厍晨辇逢空母乜养红权益桓公蒯竺甯仉督归海羿花盍宿慕茹习宦鱼容慎
戈居衡都满弘国寸呼延楚仰秋仓戢斛终暨郏昌薄靡井束郇赫敬茆阿哈才木敏但位生来衣禹税贝朴泮邝缑锺張劉陳楊
趙黃吳孫馬羅鄭謝韓馮許鄧蕭葉蘇盧蔣賈閻鍾薑譚鄒陸龍萬錢湯賀賴龔龐顏嚴溫蘆魯韋畢聶齊莊關閆歐
"""
# Surnames of two signs.
_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 亓官 拓跋 百里 呼延 东郭 南门 羊舌 微生
第五 纳兰 完颜 耶律 西门 公西 漆雕 乐正 轩辕 鄂伦 贺兰 叶赫 那拉 歐陽 司馬 諸葛 東方 尉遲
"""
# Words that begin with a surname and stand where a name might.
_CHINESE = """
安全 安徽 安排 安阳 安庆 包括 包头 白天 白银 常务 常委 常州 常德 成都 成为 成功 成立 程序 单位 单元
党委 党员 党建 党支部 东方 东南 东北 东莞 东部 都市 方面 方法 方式 方案 方向 丰富 封面 富豪 甘肃
高校 高级 高速 高清 高温 高考 高质量 高新区 高端 公司 公安 公告 公开 公众 公益 公布 古代 谷歌 关于
关注 关键 关系 管理 管理员 广东 广西 广州 广播 广告 归来 国内 国际 国家 国务院 国企 海南 海外 海关
海口 海报 韩国 杭州 何时 何以 何为 和平 和讯 红星 洪水 侯任 胡同 华商 华夏 华东 华西 华南 华北 黄山
黄河 黄金 惠州 计划 计算机 纪委 纪检 纪录片 季度 江苏 江西 江南 金融 金华 金山 金额 经济 荆州 荆楚
景区 居民 康复 空军 孔子 来源 来自 乐山 雷达 黎明 李先生 王先生 张先生 连线 连续 连云港 廉政 梁山
两会 林业 龙头 路透 路透社 鲁网 罗马 洛阳 马上 马路 满意 毛利 梅州 门户 孟子 米兰 明天 明星 明年
牧民 那么 那些 宁波 宁夏 农业 农民 农村 农历 牛市 欧洲 欧盟 彭博 彭博社 平安 平台 浦东 齐鲁 祁连
钱江 强调 秦皇岛 青岛 曲阜 全国 全球 全景 全媒体 全文 全市 全省 全网 全体 全部 权威 任务 任命 任何
荣获 荣誉 商报 商业 商务 商务部 上海 尚未 沈阳 生活 生产 生命 生态 盛京 盛大 石家庄 石化 石油 时报
时代 时间 时评 时政 时尚 时事 时候 史上 史料 首席 首页 水利 水库 司机 司法 宋代 苏州 苏宁 宿迁 汤加
唐山 唐代 田野 童话 同比 图文 万达 万科 万人 汪洋大海 王者荣耀 卫星 卫健委 卫视 温州 温馨 温度 文图
文字 文化 文旅 文摄 文明 文学 文汇 文章 文艺 文娱 文中 吴江 武汉 武警 武术 席位 夏天 夏季 项目 向前
肖像 谢谢 辛勤 新华社 习惯 宣传 宣布 宣城 燕赵 阳光 阳江 养老 养殖 叶片 伊朗 易车 益阳 应对 应急
应用 应当 印度 印尼 游客 游戏 游览 游民 于是 于今 余额 原创 原因 原来 原文 原标题 云南 越南 展望
展览 占比 战争 战略 战士 章程 张家口 张家界 赵先生 政府 郑州 郑重 支持 支付 智能 智慧 终于 钟表
钟南山院士 仲裁 周边 周报 周刊 周年 周末 周一 周二 周三 周四 周五 周六 周日 周到 祝福 祝贺 庄严 庄园
宗旨 宗教 祖国 左右 都说 才能 但是 计算 利用 利好 和谐 别人 别的 应该 成员 明显 相关 包含 明确
连日来 强化 强烈 容易 时隔 游行 解读 解放 解决 解析 华侨 华人 车祸 车辆 车主 房产 房价 房企 路上
边防 海军 花园 花卉 蓝天 古城 红军 马云说 安保 管控 容量 花费 那时 那个 寻访 向阳 古镇 方便 方圆
方正 常见 强势 强力 强国 强军 尤其 尤为 时刻 空间 空调 空气 水平 水电 水果 水泥 木材 木工 石材 印刷
印象 商品 商家 商会 商人 商圈 富裕 丰收 丰田 东风 东京 东盟 东西 代表 代理 代码 代购 付款 付费 包装
白皮书 高兴 高原 明珠 单日 单车 成本 成长 成果 成绩 成交 成品
"""
# Words of two signs with which no name of three begins either: 全国人, 时报社.
_BEGINNINGS = """
安全 安徽 成都 方面 方法 甘肃 高校 高级 公司 公安 关于 国内 国际 国家 海南 杭州 计划 纪委 江苏 江西
金融 来源 来自 连续 宁波 宁夏 农业 农民 农村 全国 全球 全媒 全市 全省 全网 全体 商报 商务 上海 沈阳
生活 时报 时代 时间 首席 司法 苏州 武汉 温州 文化 文旅 文图 文字 项目 宣传 应急 原创 原标 郑州 周刊
周报 党委 党支 东方 管理 李先 王先 张先 赵先 李女 王女 张女 刘先 刘女 陈先 陈女
"""
# How organisations, accounts and roles end.
_ORGANISATIONS = """
社 报 网 网站 部 局 公司 集团 委员会 编辑部 中心 研究院 研究所 频道 客户端 记者 记者站 电视台 电台
大学 学院 学校 小学 中学 医院 银行 法院 检察院 办公室 协会 学会 联盟 工作室 小组 编辑组 团队 编辑
编委会 评论员 观察员 通讯员 党支部 党委 政府 交警 警方 发布 报道 新闻 资讯 财经 科技 传媒 媒体 融媒
全媒体 头条 头条号 公众号 官微 杂志 周刊 月刊 出版社 论坛 在线 平台 官方 原创 整理 综合 转载 佚名
未知 匿名 不详 管理员 小编 之家 智库 思想库 观察 快讯 快报 视频 直播 幼儿园 街道 社区 县委 市委 省委
区委 纪委 监委 团委 宣传科 支队 大队 中队 派出所 实习生 主持人 作者 读者 网友 网络 互联网 本站 来源
责编 校对 供稿 投稿 摄影 图片 报业 厅 处 科 台 版 专栏 专刊 署名 笔名 院士 教授 先生 女士 本报 基金
证券 保险 投资 时评 热评 快评 社论 无 暂无
"""
# Words that no person is called by: organisations, roles, days, words that begin sentences.
_WESTERN = """
a an the this that these those our your their its it we you they he she his her my i in on at of to
from for with and or but not no if is are was were be has have had would can could should do
does how what why when where who which staff team desk editorial editor editors news newsroom
newsdesk board admin administrator contributor contributors correspondent correspondents reporter
reporters writer writers press agency agencies studio studios center centre department inc llc ltd
co corp corporation company group services service magazine times post daily herald tribune gazette
chronicle journal today tv media university institute foundation association committee council
online blog guest sponsored follow newsletter subscribe webmaster anonymous unknown undefined null
none author authors user website site network channel bureau office ministry government police bank
hotel hotels house store shop solutions software technologies technology marketing digital global
international national american photography productions publishing publications official report
reports review reviews wire wires partner partners content community support sales contact about
home read more monday tuesday wednesday thursday friday saturday sunday january february march
october november december street avenue road south east city county state states united
university's college school hospital photo photos video image images illustration getty shutterstock
share print email facebook twitter instagram linkedin published updated last by minute minutes min
ago yesterday comments comment all rights reserved copyright redaktion redakteur redazione redacción
redaccion rédaction redação agentur dpa afp ap reuters bloomberg
bio profile full former consultant specialist strategist expert analyst engineer founder professor learn more
editorial policies policy advertise faqs faq login signup menu guide guides trends tips ideas pricing careers
getting started get demo trial category categories tags tag filed products product resources resource insights
insight industry industries business enterprise conclusion introduction overview wellness prevention faculty
register now mental health thoughts lifestyle travel culture politics opinion entertainment science economy
finance fitness nutrition security research development education learning training strategy management
workforce experience
"""
# Words that may be part of a name, but are none when they stand alone.
_ALONE = """
q_admin adminn root test default owner manager moderator member members system support info feature
features opinion politics sport sports business world local life culture science health
entertainment travel money markets analysis index true false nan na n/a tbd tba redakce spiegel bbc
cnn npr nbc abc cbs fox upi xinhua nyt guardian may april june august london paris berlin washington
moscow beijing tokyo new york account
"""

# What stands between the capitalised words of western names.
_PARTICLES = """
van der den de la le von zu zum zur di da del della dos das do du al el bin ibn ben ter ten y e af av
"""

# Words of which no account's name is made alone.
_NO_ACCOUNT = """
a an the our your my and of for by in on at to from with staff team teams desk editorial editor editors news
newsroom newsdesk board admin adminn administrator contributor contributors guest writer writers author
authors user users reporter reporters correspondent correspondents press agency website webmaster site
anonymous unknown undefined null none name email page head extra default test owner member members marketing
content blog office follow share subscribe read more reading view all posts see bio profile website updated
published posted date home about contact comments comment min minutes ago reviewed medically fact checked
expert experts official info support login sign up menu search advertisement sponsored noc q_admin root system
manager copyright written posted words heard story article this company blogger sponsor advertiser
"""
# First names that many people have, in many languages; a line that begins with one is likely a person.
_FIRST = """
aaron abby abdul abigail adam adrian adriana agnes ahmed aidan aisha akash alan alana albert alberto alejandra
alejandro alex alexa alexander alexandra alexandria alexis alfred ali alice alicia alina alison alistair allan
allen allison alyssa amanda amber amelia amit amy ana anastasia anderson andre andrea andreas andrei andrew
andy angela angelica angie anil anita anjali ann anna anne annette annie anthony antoine anton antonio anurag
april ariana ariel arjun arlene arnold arthur arun ashley ashwin astrid audrey austin ava barbara barry
beatrice becky ben benjamin bernard beth bethany betty beverly bill billy blake bob bobby bonnie brad bradley
brandon brenda brendan brent brett brian bridget brittany brooke bruce bruno bryan bryce caitlin caleb calvin
cameron camila camille candice carl carla carlos carmen carol carolina caroline carolyn carrie casey cassandra
cassidy catherine cathy cecilia celia chad charles charlie charlotte chelsea cheryl chloe chris christian
christie christina christine christoph christopher christy cindy claire clara clare clark claude claudia clay
clayton clint colin colleen connie connor conor corey cory courtney craig crystal curtis cynthia daisy dale
dan dana daniel daniela danielle danny daphne darren dave david dawn dean deanna deborah debra deepak denis
denise dennis derek diana diane diego dmitry dominic don donald donna doris dorothy doug douglas drew duncan
dustin dylan ed eddie edgar edward edwin eileen elaine eleanor elena eli elias elisa elise elizabeth ella
ellen elliot emily emma enrique eric erica erik erika erin ernest esther ethan eugene eva evan eve evelyn
faith fatima felix fernando fiona florence frances francesca francis francisco frank fred freddie frederick
gabriel gabriela gabrielle gail garrett gary gavin gemma gene genevieve geoff geoffrey george georgia gerald
gerard gianna gina giulia glen glenn gloria gopal gordon grace graham grant greg gregory greta guillaume
gustavo hailey haley hannah hans harold harriet harris harry hayley heather hector heidi helen helena henry
herbert holly howard hugh hugo ian ibrahim igor ingrid irene iris isaac isabel isabella isabelle ivan jack
jackie jackson jacob jacqueline jade jake james jamie jan jane janet janice jared jasmine jason javier jay
jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry jesse jessica jessie jill jim jimmy jo joan
joanna joanne jocelyn joe joel johan john johnny jon jonas jonathan jordan jorge jose josef joseph josephine
josh joshua joy joyce juan judith judy julia julian juliana julie juliette june justin kamil karen karim
karina karl karla kate katelyn katherine kathleen kathryn kathy katie katrina kayla keith kelly kelsey ken
kendra kenneth kent kerry kevin khalid kim kimberly kirsten kristen kristian kristin kristina kristine kurt
kyle lana larry laura lauren laurie lawrence lea leah lee leo leon leonard leonardo leslie lewis liam lily
linda lindsay lindsey lisa liz lloyd logan lois lorenzo lori louis louise luca lucas lucia lucy luis luke
lydia lynn mackenzie maddie madeleine madeline madison magdalena maggie mallory manuel marc marcel marcia
marco marcus margaret maria marianne marie marilyn marina mario marion marisa marissa mark marlene marta
martha martin marty mary mason mateo matt matthew maureen maurice max maya meagan megan meghan mehmet melanie
melinda melissa mercedes meredith michael michaela michel michele michelle miguel mikael mike mila mindy
miranda miriam mitchell mohamed mohammad mohammed moira molly monica monika morgan muhammad nadia nadine nancy
naomi natalia natalie natasha nathan nathaniel neha neil nelson nicholas nick nicola nicolas nicole nigel
nikita nikki nina noah noel nora norman oleg oliver olivia omar oscar owen pablo paige pamela pat patricia
patrick paul paula pauline pavel pedro peggy penelope penny perry pete peter phil philip philippe phillip
phoebe pierre piotr polly priya quentin rachael rachel rahul raj rajesh ralph ramon randall randy raphael raul
ravi ray raymond rebecca regina reid renee ricardo richard rick ricky rita rob robert roberta roberto robin
robyn rochelle rodney rodrigo roger rohan roland roman ron ronald rory rosa rosalind rose rosemary ross
roxanne roy ruben ruby russell ruth ryan sabrina sally sam samantha samuel sandra sandy sanjay sara sarah
sasha scott sean sebastian selena serena sergei sergey sergio seth shane shannon sharon shaun shauna shawn
sheila shelby shelley sherry shirley sidney sierra silvia simon simone sofia sonia sophia sophie spencer
stacey stacy stan stanley stefan stefanie stella stephanie stephen steve steven stewart stuart sue summer
susan susanna suzanne sven sydney sylvia tamara tammy tania tanya tara tatiana taylor ted terence teresa terri
terry theo theodore theresa thomas tiffany tim timothy tina tobias todd tom tomas tommy toni tony tracey traci
tracy travis trevor tricia troy tyler valentina valerie vanessa vera vernon veronica vicki vicky victor
victoria vikas vikram vincent virginia vivian vivien vladimir wade walter wanda warren wayne wendy wesley
whitney will william willie wolfgang xavier yasmin yolanda yuki yusuf yvonne zach zachary zack zoe
"""

COMMON_SURNAMES = frozenset("".join(_COMMON.split()))
SURNAMES = COMMON_SURNAMES | frozenset("".join(_FURTHER.split()))
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
CHINESE_WORDS = frozenset(_CHINESE.split())
CHINESE_BEGINNINGS = frozenset(_BEGINNINGS.split())
ORGANISATION_ENDS = tuple(_ORGANISATIONS.split())
WESTERN_WORDS = frozenset(_WESTERN.split())
WORDS_ALONE = WESTERN_WORDS | frozenset(_ALONE.split())
ACCOUNT_WORDS = frozenset(_NO_ACCOUNT.split())
FIRST_NAMES = frozenset(_FIRST.split())
PARTICLES = frozenset(_PARTICLES.split())
