import type { ColumnProfile, Profile } from '@millrace/contract'
import { Refusal } from '../../api/client.ts'
import { useAsk, usePages } from '../../api/queries.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { DatasetFrame, useDatasetParams } from './frame.tsx'
import { leftOutWords } from './preview-table.tsx'

/** What is in it, without its rows. */
export function ProfileScreen() {
  const profile = useAsk('getProfile', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {() =>
        isMissing(profile.error) ? (
          <Notice title="No profile that you may see">
            <p>
              Small tables are looked at after each change, larger ones when somebody asks:{' '}
              <code>millrace dataset measure</code>. Who reads only some of the rows sees none.
            </p>
          </Notice>
        ) : (
          <Answer to={profile} lines={8}>
            {(data) => (
              <>
                <Measured profile={data} />
                <Before />
              </>
            )}
          </Answer>
        )
      }
    </DatasetFrame>
  )
}

function isMissing(error: unknown): boolean {
  return error instanceof Refusal && error.problem.kind === 'not-found'
}

function Measured({ profile }: { profile: Profile }) {
  const { rowCount, columns, snapshotId, committedAt, leftOut = [] } = profile
  return (
    <Panel flush>
      <p className="panel-head small soft">
        <span>
          {count(rowCount)} rows of snapshot <code>{snapshotId}</code>, from{' '}
          <Time at={committedAt} both />
          {leftOut.length > 0 && `, without ${leftOutWords(leftOut)}`}.
        </span>
        <span className="faint">Distinct values are an estimate.</span>
      </p>
      <DataTable<ColumnProfile>
        label="Columns"
        rows={columns}
        rowKey={({ name }) => name}
        columns={[
          { name: 'Column', by: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
          {
            name: 'Empty',
            number: true,
            by: ({ nulls }) => nulls,
            cell: ({ nulls }) => shareOf(nulls, rowCount),
          },
          {
            name: 'Distinct',
            number: true,
            by: ({ distinct = 0 }) => distinct,
            cell: ({ distinct }) => (distinct === undefined ? '–' : count(distinct)),
          },
          { name: 'Least', cell: ({ min = '–' }) => <code>{min}</code> },
          { name: 'Greatest', cell: ({ max = '–' }) => <code>{max}</code> },
          { name: 'Shape', cell: (column) => <Shape column={column} /> },
        ]}
      />
    </Panel>
  )
}

/** What earlier snapshots had, so that it shows where something began to be empty. */
function Before() {
  const profiles = usePages('listProfiles', { params: useDatasetParams() })
  return (
    <Panel title="By snapshot" flush>
      <Answer to={profiles}>
        {(items) => (
          <DataTable<Profile>
            label="Profiles by snapshot"
            rows={items}
            rowKey={({ snapshotId }) => snapshotId}
            more={profiles.more}
            columns={[
              { name: 'Committed', cell: ({ committedAt }) => <Time at={committedAt} both /> },
              { name: 'Snapshot', cell: ({ snapshotId }) => <code>{snapshotId}</code> },
              { name: 'Rows', number: true, cell: ({ rowCount }) => count(rowCount) },
              { name: 'With empty values', cell: (profile) => emptyIn(profile) },
            ]}
          />
        )}
      </Answer>
    </Panel>
  )
}

function emptyIn({ columns, rowCount }: Profile): string {
  const empty = columns.filter(({ nulls }) => nulls > 0)
  const told = empty.map(({ name, nulls }) => `${name} ${shareOf(nulls, rowCount)}`)
  return told.length > 0 ? told.join(', ') : 'none'
}

function shareOf(part: number, whole: number): string {
  if (part === 0) return 'none'
  const percent = (100 * part) / whole
  return percent < 0.1 ? 'below 0.1 %' : `${percent.toFixed(1)} %`
}

const WIDTH = 96
const HEIGHT = 24

function Shape({ column: { name, histogram } }: { column: ColumnProfile }) {
  if (!histogram) return <span className="faint">–</span>
  const most = Math.max(1, ...histogram.map((bucket) => bucket.count))
  const step = WIDTH / histogram.length
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={`Shape of ${name}`}>
      {histogram.map((bucket, index) => {
        const height = (HEIGHT * bucket.count) / most
        return (
          <rect
            key={bucket.from}
            x={index * step}
            y={HEIGHT - height}
            width={step - 1}
            height={height}
            fill="currentColor"
          >
            <title>{`${bucket.from} to ${bucket.to}: ${count(bucket.count)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
