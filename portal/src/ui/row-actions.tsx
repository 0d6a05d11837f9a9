import { type ReactNode, useState } from 'react'

type Close = () => void

/** Buttons of a row that people change and delete, each in a dialog that is given how it closes. */
export function RowActions({
  of,
  word = 'Change',
  change = `Change ${of}`,
  before,
  changing,
  deleting,
}: {
  /** The row, for who hears the buttons and sees no row. */
  of: string
  word?: string
  change?: string
  /** Another button, first in the row. */
  before?: ReactNode
  changing: (close: Close) => ReactNode
  deleting: (close: Close) => ReactNode
}) {
  const [open, setOpen] = useState<'change' | 'delete'>()
  const close = () => setOpen(undefined)
  return (
    <span className="row">
      {before}
      <button
        type="button"
        className="button small"
        aria-label={change}
        onClick={() => setOpen('change')}
      >
        {word}
      </button>
      <button
        type="button"
        className="button small danger"
        aria-label={`Delete ${of}`}
        onClick={() => setOpen('delete')}
      >
        Delete
      </button>
      {open === 'change' && changing(close)}
      {open === 'delete' && deleting(close)}
    </span>
  )
}
