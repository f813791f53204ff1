/** What Vant draws behind a popup is a button to it, which has to say what it does. */
export const OVERLAY: object = { 'aria-label': '关闭' }
