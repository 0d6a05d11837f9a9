import { useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

/** The browser's own dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog(props: {
  title: string
  close: () => void
  className?: string
  children: React.ReactNode
}) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return (
    <dialog
      ref={element}
      className={props.className}
      aria-label={props.title}
      onClose={props.close}
      onClick={(event) => event.target === element.current && props.close()}
      onKeyDown={undefined}
    >
      <div className="dialog-head">
        <h2>{props.title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={props.close}>
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog-body">{props.children}</div>
    </dialog>
  )
}
