import { closeDialog, showConfirmDialog } from 'vant'
import 'vant/es/dialog/style'
import { lieOver } from '@/ui/back'

interface Question {
  title: string
  message: string
  confirmButtonText: string
}

/** Asks before what cannot be taken back; the back key says no and stays on the page. */
export function confirmed(question: Question): Promise<boolean> {
  return new Promise((done) => {
    const end = lieOver(() => {
      closeDialog()
      done(false)
    })
    showConfirmDialog({ ...question, closeOnPopstate: false })
      .then(() => done(true))
      .catch(() => done(false))
      .finally(end)
  })
}
