"""Names where a title beside them makes sure that they are names."""

import re

_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮"
    "邓鄧曹彭曾肖萧蕭田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范"
    "廖石金韦韋贾賈夏付傅方邹鄒熊白孟秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬"
    "钱錢严嚴覃武戴莫孔汤湯温溫康施牛樊葛邢安齐齊庄莊颜顏倪"
)
_DOUBLE_SURNAMES = "欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|皇甫|令狐|慕容|夏侯|司徒|尉迟|公孙"
_NO_NAMES = "谢谢|謝謝|周[一二三四五六日末]|高兴|高興|任何|万一|安排|安静|方便|严重|金额|白天"
_TITLES = "先生|女士|小姐|太太|夫人"
CHINESE_NAME = re.compile(
    rf"(?<!谢)(?<!謝)(?!{_NO_NAMES})(?:{_DOUBLE_SURNAMES}|[{_SURNAMES}])[\u4e00-\u9fff]{{0,2}}?"
    rf"(?={_TITLES})"
)
_CAPITALISED = r"[A-Z][a-zà-ÿ]*(?:['’-][A-Z]?[a-zà-ÿ]+)*\.?"
ENGLISH_NAME = re.compile(
    r"(\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\b\.? ?)"
    rf"{_CAPITALISED}(?: {_CAPITALISED}){{0,2}}(?<!\.)"
)
