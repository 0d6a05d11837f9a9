import type { ReactNode } from 'react'
import { FormTrouble } from './fields.tsx'

/** The end of a form in a dialog: what went wrong, the way out, and the button that does it. */
export function FormEnd({
  doing,
  close,
  children,
}: {
  doing: { error: unknown; isPending: boolean }
  close: () => void
  /** What the button says. */
  children: ReactNode
}) {
  return (
    <>
      <FormTrouble error={doing.error} />
      <footer>
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="button primary" disabled={doing.isPending}>
          {children}
        </button>
      </footer>
    </>
  )
}
