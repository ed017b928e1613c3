//! Letters of the traditional script, with the simplified ones that the records are written in.

/// Pairs: the traditional letter, the simplified one.
const PAIRS: &str = concat!(
    "亾亡佈布併并侷局係系俬私俻备個个們们偵侦傚效傢家傳传僅仅働动儀仪儘尽優优儲储兒儿內内兩两冊册刪删則则剋克効效動动",
    "勵励區区協协卽即厤历厰厂參参呌叫咊和員员唘启問问啓启啟启單单嘑呼噹当嚮向囌苏囑嘱囙因國国圍围園园圖图團团坿附埰采",
    "執执報报場场塲场墻墙壓压夠够夥伙夾夹妳你婣姻學学寀采實实寧宁寫写寳宝寶宝尅克導导屆届屛屏屬属島岛嵗岁帳帐帶带幇帮",
    "幑徽幙幕幚帮幣币幫帮庫库廈厦廠厂廣广廻回張张強强彆别彈弹彔录彿佛徃往復复徵征態态慣惯慮虑慶庆懞蒙懸悬戀恋戶户掃扫",
    "採采揷插搆构損损搖摇撡操撥拨擇择擊击擔担擕携擧举擬拟擾扰攜携攝摄攷考敎教數数斷断旣既旹时昇升暱昵曆历曏向書书朞期",
    "朢望朮术東东枱台査查條条業业極极構构樓楼標标機机檔档檢检檯台欄栏欵款歡欢歲岁歴历歷历歸归毀毁毬球決决沒没況况洩泄",
    "淛浙渖沈測测準准溝沟溫温滿满漢汉潰溃濛蒙濟济瀋沈瀏浏灋法灣湾無无熱热營营燬毁爭争爲为牆墙牎窗牕窗狀状獲获現现環环",
    "產产産产甦苏甯宁畢毕畧略畫画異异畱留畵画當当療疗癥症發发盡尽監监盤盘眎视眞真眡视眾众矇蒙確确礎础礙碍祘算秊年秖只",
    "種种稱称穀谷穫获窓窗窩窝窻窗竝并筞策筩筒箇个節节範范簡简簽签籤签糰团糾纠約约紋纹級级紛纷細细終终組组結结絕绝給给",
    "統统絶绝綁绑綫线維维網网綵彩緊紧線线編编緩缓緯纬緻致縣县織织繫系繼继續续缐线羣群義义習习聲声職职聽听肅肃脩修脫脱",
    "腦脑臉脸臺台興兴舉举華华葠参葯药蒐搜蓡参蔘参薦荐藍蓝藥药蘇苏蘓苏虛虚螎融蠭蜂衆众術术衕同衛卫衞卫裏里補补裝装裡里",
    "製制複复覈核規规親亲覽览觀观訂订計计託托記记訟讼訪访許许訴诉診诊註注証证詐诈評评詞词詢询話话詳详誌志認认語语説说",
    "調调請请論论諮咨謌歌謝谢謹谨證证識识譭毁議议變变讓让讚赞讬托谘咨貝贝負负財财貨货責责貴贵買买費费貼贴賛赞質质賬账",
    "購购贊赞跡迹蹟迹蹤踪車车軌轨軍军軟软載载輔辅輛辆輭软輯辑輸输轄辖轉转辠罪辦办迴回迻移連连逥回週周進进遉侦運运過过",
    "遞递適适選选遼辽邊边郵邮鄭郑醣糖醫医釋释銀银銷销錫锡録录錶表鍵键鏇旋鏈链镟旋長长門门閉闭開开間间閤合閲阅闆板陜陕",
    "陝陕陞升陸陆陽阳際际隨随隱隐隻只離离雲云電电韆千響响頁页項项須须預预領领頟额頭头題题額额顯显風风颱台餬糊餹糖餽馈",
    "饋馈駕驾駛驶騐验騙骗騰腾騷骚驗验髮发鬚须麥麦麪面麫面麵面麺面點点齡龄齣出龍龙",
);

/// Letters from U+4E00 on that may have a simplified one.
const LETTERS: usize = 0x5200;

/// By position from U+4E00; 0 where a letter stays.
static TABLE: [u16; LETTERS] = table();

const fn table() -> [u16; LETTERS] {
    let bytes = PAIRS.as_bytes();
    let mut table = [0; LETTERS];
    let mut at = 0;
    // All letters take three bytes.
    while at + 6 <= bytes.len() {
        let place = letter(bytes, at).wrapping_sub(0x4e00);
        if place < LETTERS {
            table[place] = letter(bytes, at + 3) as u16;
        }
        at += 6;
    }
    table
}

#[inline]
const fn letter(bytes: &[u8], at: usize) -> usize {
    (bytes[at] as usize & 0xf) << 12
        | (bytes[at + 1] as usize & 0x3f) << 6
        | bytes[at + 2] as usize & 0x3f
}

/// A set of Chinese letters.
pub(super) struct Set([u64; LETTERS / 64]);

impl Set {
    pub(super) const fn new(letters: &str) -> Self {
        let bytes = letters.as_bytes();
        let mut bits = [0; LETTERS / 64];
        let mut at = 0;
        while at + 3 <= bytes.len() {
            let place = letter(bytes, at).wrapping_sub(0x4e00);
            if place < LETTERS {
                bits[place / 64] |= 1 << (place % 64);
            }
            at += 3;
        }
        Self(bits)
    }

    #[inline]
    pub(super) fn has(&self, letter: char) -> bool {
        let place = (letter as usize).wrapping_sub(0x4e00);
        let bits = self.0.get(place / 64);
        bits.is_some_and(|bits| bits >> (place % 64) & 1 != 0)
    }
}

/// Whether three bytes are a Chinese letter that is no other in the simplified script.
#[inline]
pub(super) fn stays(bytes: &[u8]) -> bool {
    match bytes {
        // Of three bytes, as a lead from here to there says.
        [0xe4..=0xe9, ..] if bytes.len() == 3 => {
            let place = letter(bytes, 0).wrapping_sub(0x4e00);
            TABLE.get(place) == Some(&0)
        }
        _ => false,
    }
}

/// The simplified letter of a Chinese one.
#[inline]
pub(super) fn simple(letter: char) -> char {
    let place = (letter as usize).wrapping_sub(0x4e00);
    match TABLE.get(place) {
        Some(0) | None => letter,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_of_letters_of_three_bytes() {
        assert!(PAIRS.chars().all(|letter| letter.len_utf8() == 3));
        assert_eq!(PAIRS.chars().count() % 2, 0);
        assert_eq!(['個', '龍', '个', 'a'].map(simple), ['个', '龙', '个', 'a']);
    }
}
