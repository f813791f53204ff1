import { closeDialog, showConfirmDialog } from 'vant'
import 'vant/es/dialog/style'
import { lieOver } from '@/ui/back'

interface Question {
  title: string
  message: string
  confirmButtonText: string
}

const NOTHING = (): void => undefined
/** Says no to what is being asked. */
let sayNo = NOTHING

/** What a page asked goes with the page. */
export function unask(): void {
  closeDialog()
  sayNo()
}

/** Asks before what cannot be taken back; the back key says no and stays on the page. */
export async function confirmed(question: Question): Promise<boolean> {
  let end = NOTHING
  const isNo = new Promise<false>((done) => {
    sayNo = () => done(false)
    end = lieOver(unask)
  })
  try {
    return (await Promise.race([asked(question), isNo])) !== false
  } finally {
    sayNo = NOTHING
    end()
  }
}

const asked = (question: Question): Promise<unknown> =>
  showConfirmDialog({ ...question, closeOnPopstate: false }).catch(() => false)
