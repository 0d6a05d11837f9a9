import type { FeedPlan } from '@millrace/contract'
import { Pill, Time } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'

/** What another document of a feed would change, of itself and of what is expected. */
export function PlannedFeed({ plan }: { plan: FeedPlan }) {
  const { changes, added, moved, withdrawn, rejudged, kept } = plan
  if (changes.length === 0) return <p>It says this already: nothing would change.</p>
  return (
    <>
      <ul className="plan" aria-label="Changes">
        {changes.map(({ part, sign, text, breaking }) => (
          <li key={`${part} ${sign} ${text}`}>
            <code>{sign}</code> {part}: {text} {breaking && <Pill tone="bad">breaking</Pill>}
          </li>
        ))}
      </ul>
      <Expected title="Waited for from now on" of={added} />
      <Expected title="Due at another time" of={moved} />
      <Expected title="Waited for no more" of={withdrawn} />
      {rejudged.total > 0 && (
        <p>{counted(rejudged.total, 'vintage')} in quarantine would be judged once more.</p>
      )}
      {kept > 0 && (
        <p className="small soft">
          {counted(kept, 'loaded delivery', 'loaded deliveries')} {kept === 1 ? 'stays' : 'stay'} as
          judged.
        </p>
      )}
    </>
  )
}

function Expected({ title, of: { total, items } }: { title: string; of: FeedPlan['added'] }) {
  if (total === 0) return null
  return (
    <section>
      <h3 className="small">
        {title} <span className="faint">{total}</span>
      </h3>
      <ul>
        {items.map(({ slice, deadlineAt, before }) => (
          <li key={slice}>
            {slice}
            {deadlineAt && (
              <>
                , due <Time at={deadlineAt} />
              </>
            )}
            {before && (
              <>
                , before <Time at={before} />
              </>
            )}
          </li>
        ))}
      </ul>
      {total > items.length && <p className="small faint">and {total - items.length} more</p>}
    </section>
  )
}
