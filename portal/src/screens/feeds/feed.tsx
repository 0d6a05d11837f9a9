import type { FeedDetail, FeedVersion } from '@millrace/contract'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useAsk, usePages } from '../../api/queries.ts'
import { Code } from '../../ui/code.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { Facts, Pill, Time, Who } from '../../ui/values.tsx'
import { EditFeed } from './edit-feed.tsx'
import { written } from './written.ts'

/** What a feed is, what it was, and what it would be: read, changed as seen, or taken back. */
export function FeedScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const feed = useAsk('getFeed', { params: { id } })
  return (
    <Answer to={feed} page>
      {(data) => <FeedPage feed={data} />}
    </Answer>
  )
}

function FeedPage({ feed }: { feed: FeedDetail }) {
  const [edited, edit] = useState<FeedVersion>()
  const { name, version, definition } = feed
  return (
    <Page
      title={name}
      lead="What a vendor delivers again and again: where it lies, when it is due, what is in it."
      trail={[['Vendors', '/vendors']]}
      marks={feed.paused && <Pill tone="mute">paused</Pill>}
      action={<Pause feed={feed} />}
    >
      {feed.lastError && (
        <p className="callout warn" role="alert">
          The last look at the vendor’s side: {feed.lastError}
        </p>
      )}
      <div className="beside">
        <div className="stack loose">
          {edited ? (
            <EditFeed
              key={edited.version}
              feed={feed}
              from={edited}
              close={() => edit(undefined)}
            />
          ) : (
            <Panel title="As it is written down" aside={<EditButton edit={() => edit(feed)} />}>
              <Code text={written(definition)} language="json" title={`version ${version}`} />
            </Panel>
          )}
          <Versions feed={feed} edit={edit} />
        </div>
        <Kept feed={feed} />
      </div>
    </Page>
  )
}

function Kept({ feed: { version, changedAt, changedBy, roleArn } }: { feed: FeedDetail }) {
  return (
    <Panel title="Kept as">
      <Facts
        facts={[
          ['Version', version],
          ['Changed', <Time key="at" at={changedAt} />],
          ['By', changedBy ? <Who key="by" arn={changedBy} /> : '–'],
          ['Works as', <Who key="role" arn={roleArn} />],
        ]}
      />
    </Panel>
  )
}

function EditButton({ edit }: { edit: () => void }) {
  return (
    <button type="button" className="button" onClick={edit}>
      Change…
    </button>
  )
}

function Pause({ feed: { id, paused } }: { feed: FeedDetail }) {
  const pause = useAct('pauseFeed', ['getFeed', 'listFeeds', 'getCalendar'])
  return (
    <div className="row">
      <FormTrouble error={pause.error} />
      <button
        type="button"
        className="button"
        disabled={pause.isPending}
        onClick={() => pause.mutate({ params: { id }, body: { paused: !paused } })}
      >
        {paused ? 'Resume' : 'Pause'}
      </button>
    </div>
  )
}

/** An earlier one is taken again by making it the next. */
function Versions({ feed, edit }: { feed: FeedDetail; edit: (from: FeedVersion) => void }) {
  const versions = usePages('listFeedVersions', { params: { id: feed.id } })
  return (
    <Panel title="Versions" flush>
      <Answer to={versions}>
        {(rows) => (
          <DataTable
            label="Versions"
            rows={rows}
            rowKey={({ version }) => String(version)}
            more={versions.more}
            columns={[
              { name: 'Version', number: true, cell: ({ version }) => version },
              { name: 'Since', cell: ({ changedAt }) => <Time at={changedAt} /> },
              { name: 'By', cell: ({ changedBy }) => (changedBy ? <Who arn={changedBy} /> : '–') },
              {
                name: 'Again',
                cell: (row) =>
                  row.version !== feed.version && (
                    <button
                      type="button"
                      className="button small"
                      aria-label={`Take again: version ${row.version}`}
                      onClick={() => edit(row)}
                    >
                      Take again
                    </button>
                  ),
              },
            ]}
          />
        )}
      </Answer>
    </Panel>
  )
}
