import type { Dataset } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Code } from '../../ui/code.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { FRESHNESS } from '../../ui/tones.ts'
import { AccountName, Facts, Figures, Pill, TagMarks, Time, Who } from '../../ui/values.tsx'
import { bytes, count } from '../../ui/words.ts'
import { ConnectionSnippets } from '../connect/snippets.tsx'
import { AuditLink } from './audit-link.tsx'
import { DatasetFrame, useDatasetParams } from './frame.tsx'
import { AnnounceDialog, DeprecateDialog } from './notice-dialogs.tsx'
import { PreviewTable } from './preview-table.tsx'
import { SchemaTable } from './schema-table.tsx'

const COLUMNS_SHOWN = 8

export function OverviewScreen() {
  return <DatasetFrame>{(dataset) => <Overview dataset={dataset} />}</DatasetFrame>
}

export function SchemaScreen() {
  return (
    <DatasetFrame>
      {(dataset) => (
        <Panel flush>
          <SchemaTable dataset={dataset} />
        </Panel>
      )}
    </DatasetFrame>
  )
}

export function PreviewScreen() {
  const preview = useAsk('previewDataset', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {() => (
        <Panel flush>
          <Answer to={preview} lines={8}>
            {(data) => <PreviewTable preview={data} />}
          </Answer>
        </Panel>
      )}
    </DatasetFrame>
  )
}

export function UseScreen() {
  return (
    <DatasetFrame>
      {(dataset) => (
        <Panel title="Read it with your own tools">
          <ConnectionSnippets dataset={dataset} />
        </Panel>
      )}
    </DatasetFrame>
  )
}

function Overview({ dataset }: { dataset: Dataset }) {
  return (
    <div className="beside">
      <div className="stack loose">
        <Figures figures={figuresOf(dataset)} />
        <Panel title="Documentation">
          {dataset.documentation ? (
            <Markdown text={dataset.documentation.markdown} />
          ) : (
            <Notice title="Nobody has documented this yet">
              <p>The owner, {dataset.owner ?? dataset.account.name}, can write it.</p>
            </Notice>
          )}
        </Panel>
        {dataset.texts?.map(({ dialect, sql }) => (
          <Panel key={dialect} title="What the view says">
            <Code title={dialect} language="sql" text={sql} />
          </Panel>
        ))}
        <Panel
          title="Columns"
          flush
          aside={
            <Link className="small" to={paths.dataset(dataset, 'schema')}>
              {`All ${dataset.columns.length}`}
            </Link>
          }
        >
          <SchemaTable dataset={{ ...dataset, columns: dataset.columns.slice(0, COLUMNS_SHOWN) }} />
        </Panel>
      </div>
      <div className="stack loose">
        <Panel title="About" aside={<AuditLink dataset={dataset} />}>
          <Facts facts={factsOf(dataset)} />
        </Panel>
        {dataset.mayDocument && <TellReaders dataset={dataset} />}
      </div>
    </div>
  )
}

/** For who answers for it. */
function TellReaders({ dataset }: { dataset: Dataset }) {
  const [open, setOpen] = useState<'announce' | 'deprecate'>()
  const close = () => setOpen(undefined)
  return (
    <Panel title="Tell its readers">
      <div className="row">
        <button type="button" className="button" onClick={() => setOpen('announce')}>
          Announce…
        </button>
        <button type="button" className="button" onClick={() => setOpen('deprecate')}>
          Deprecate…
        </button>
      </div>
      {open === 'announce' && <AnnounceDialog dataset={dataset} close={close} />}
      {open === 'deprecate' && <DeprecateDialog dataset={dataset} close={close} />}
    </Panel>
  )
}

function figuresOf({ columns, columnsHidden = 0, ...dataset }: Dataset) {
  const readable = columns.filter((column) => column.readable).length
  const all = columns.length + columnsHidden
  const note = readable < all ? `of ${all}` : undefined
  return [
    ...(dataset.rowCount === undefined ? [] : [{ name: 'Rows', value: count(dataset.rowCount) }]),
    { name: 'Columns you read', value: count(readable), ...(note && { note }) },
    ...(dataset.sizeBytes === undefined ? [] : [{ name: 'Size', value: bytes(dataset.sizeBytes) }]),
    { name: 'Readers, 30 days', value: count(dataset.readersLast30Days ?? 0) },
  ]
}

/** What people have noted; names with dots are settings of engines. */
function ownProperties({ properties }: Dataset) {
  return Object.entries(properties).filter(([name]) => !name.includes('.'))
}

function factsOf(dataset: Dataset) {
  const { freshness, documentation } = dataset
  const fresh = freshness && FRESHNESS[freshness.state]
  return [
    ['Account', <AccountName key="account" account={dataset.account} />],
    ['Owner', dataset.owner],
    ['Tags', <TagMarks key="tags" tags={dataset.tags} />],
    ['Freshness', fresh && <Pill tone={fresh.tone}>{fresh.text}</Pill>],
    ['Promise', freshness?.promise],
    ['Last change', freshness?.changedAt && <Time at={freshness.changedAt} />],
    ['Your rows', dataset.rowFilter ?? (dataset.access === 'none' ? undefined : 'all')],
    ['Licence', dataset.licence],
    ['Documented', documentation?.updatedBy && <Who arn={documentation.updatedBy} />],
    ...ownProperties(dataset),
    ['Created', dataset.createdAt && <Time at={dataset.createdAt} />],
    ['Location', dataset.location && <code>{dataset.location}</code>],
  ] as const
}
