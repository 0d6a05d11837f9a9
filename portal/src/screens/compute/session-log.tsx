import { useAsk } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Answer, Notice } from '../../ui/states.tsx'

const EVERY_MS = 3000

/** What the driver said last: while it runs, as it comes. */
export function SessionLogDialog({ id, close }: { id: string; close: () => void }) {
  const log = useAsk('getSessionLog', { params: { id } }, { everyMs: EVERY_MS })
  return (
    <Dialog title={`Log of session ${id}`} close={close}>
      <Answer to={log}>
        {({ lines }) =>
          lines.length === 0 ? (
            <Notice icon="play" title="It said nothing yet" />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus.
            <section className="log" tabIndex={0} aria-label="Log of the session">
              {lines.join('\n')}
            </section>
          )
        }
      </Answer>
      <footer>
        <button type="button" className="button" onClick={close}>
          Close
        </button>
      </footer>
    </Dialog>
  )
}
