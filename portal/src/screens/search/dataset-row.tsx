import type { DatasetSummary } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { ACCESS, FRESHNESS, KINDS } from '../../ui/tones.ts'
import { AccountName, Pill, TagMark, Time } from '../../ui/values.tsx'
import { bytes, counted } from '../../ui/words.ts'

/** One dataset as a line of a list: what it is, whose, how fresh, and may I. */
export function DatasetRow({ dataset }: { dataset: DatasetSummary }) {
  const access = ACCESS[dataset.access]
  return (
    <li className="found">
      <div className="row apart">
        <Link to={paths.dataset(dataset)} className="found-name">
          {dataset.database}.<b>{dataset.table}</b>
        </Link>
        <span className="row">
          {dataset.kind !== 'table' && <Pill tone="info">{KINDS[dataset.kind]}</Pill>}
          {dataset.deprecation && <Pill tone="warn">deprecated</Pill>}
          {dataset.announcements.length > 0 && <Pill tone="info">announced</Pill>}
          {dataset.freshness && <Fresh dataset={dataset} />}
          <Pill tone={access.tone}>{access.text}</Pill>
        </span>
      </div>
      {dataset.description && <p className="soft">{dataset.description}</p>}
      <p className="row small faint">
        <AccountName account={dataset.account} />
        {dataset.rowCount !== undefined && <span>{counted(dataset.rowCount, 'row')}</span>}
        {dataset.sizeBytes !== undefined && <span>{bytes(dataset.sizeBytes)}</span>}
        {dataset.readersLast30Days !== undefined && (
          <span>{counted(dataset.readersLast30Days, 'reader')} in 30 days</span>
        )}
        {dataset.tags.map((tag) => (
          <TagMark key={`${tag.key}=${tag.value}`} tag={tag} />
        ))}
      </p>
    </li>
  )
}

function Fresh({ dataset: { freshness } }: { dataset: DatasetSummary }) {
  if (!freshness) return null
  const { tone, text } = FRESHNESS[freshness.state]
  return (
    <span className={`small ${tone}`}>
      {text}
      {freshness.changedAt && (
        <>
          , changed <Time at={freshness.changedAt} />
        </>
      )}
    </span>
  )
}
