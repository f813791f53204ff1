export const DEMO_PASSWORD = 'demo-2026'

/** The same people as fixtures/demo_accounts.csv, by what they do. */
export const DEMO_ACCOUNTS = [
  { phone: '19900000021', label: '街道受理员' },
  { phone: '19900000022', label: '街道派遣员' },
  { phone: '19900000023', label: '街道值班长' },
  { phone: '19900000033', label: '区值班长' },
  { phone: '19900000043', label: '市值班长' },
  { phone: '19900000011', label: '社区值班长' },
  { phone: '19900000051', label: '城管处置员' },
  { phone: '19900000061', label: '区领导' },
  { phone: '19900000081', label: '审计员' },
]
