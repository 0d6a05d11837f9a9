import type { Announcement, Dataset, Deprecation } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { Time } from '../../ui/values.tsx'
import { ReinstateButton, WithdrawButton } from './notice-dialogs.tsx'

/** What the owner tells of a dataset, above all of its pages. */
export function NoticeList({ dataset }: { dataset: Dataset }) {
  const { deprecation, announcements } = dataset
  if (!deprecation && announcements.length === 0) return null
  const mine = dataset.mayDocument
  return (
    <div className="stack notices">
      {deprecation && (
        <div className="callout warn">
          <Goes deprecation={deprecation} />
          {mine && <ReinstateButton dataset={dataset} />}
        </div>
      )}
      {announcements.map((one) => (
        <div key={one.id} className="callout">
          <Told announcement={one} />
          {mine && <WithdrawButton dataset={dataset} told={one} />}
        </div>
      ))}
    </div>
  )
}

function Goes({ deprecation: { reason, goesAt, replacement } }: { deprecation: Deprecation }) {
  return (
    <p>
      <span>
        <b>Not to be used any more.</b> {reason}
        {replacement && (
          <>
            {' '}
            Instead:{' '}
            <Link to={paths.dataset(replacement)}>
              {replacement.database}.{replacement.table}
            </Link>
            .
          </>
        )}
        {goesAt && (
          <>
            {' '}
            It goes <Time at={goesAt} both />.
          </>
        )}
      </span>
    </p>
  )
}

function Told({ announcement: { text, from, until } }: { announcement: Announcement }) {
  return (
    <p>
      <span>
        {text}{' '}
        <span className="small faint">
          from <Time at={from} />
          {until && (
            <>
              {' '}
              until <Time at={until} />
            </>
          )}
        </span>
      </span>
    </p>
  )
}
