const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** As the server writes a day: 2026-03-09. */
export const shanghaiToday = (at = new Date()): string => DAY.format(at)
