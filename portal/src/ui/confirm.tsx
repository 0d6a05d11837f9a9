import { useState } from 'react'
import { Dialog } from './dialog.tsx'
import { FormTrouble } from './fields.tsx'

interface Confirming {
  title: string
  /** What follows from it. */
  effect: React.ReactNode
  /** On the button that does it. */
  act: string
  doing: { error: unknown; isPending: boolean }
  confirmed: () => void
}

/** Asks before something is taken away that no rules decide about, and says what follows. */
export function Confirm(props: Confirming & { close: () => void }) {
  const { title, effect, act, doing, confirmed, close } = props
  return (
    <Dialog title={title} close={close}>
      <div className="stack">
        <p>{effect}</p>
        <FormTrouble error={doing.error} />
        <footer>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            className="button danger"
            disabled={doing.isPending}
            onClick={confirmed}
          >
            {act}
          </button>
        </footer>
      </div>
    </Dialog>
  )
}

/** A button that asks before it does. */
export function ConfirmButton(props: Confirming & { label: string; text: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={props.label}
        onClick={() => setOpen(true)}
      >
        {props.text}
      </button>
      {open && <Confirm {...props} close={() => setOpen(false)} />}
    </>
  )
}
