import type { DatasetRef, Usage } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { Chart } from '../../ui/chart.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName, Time, Who } from '../../ui/values.tsx'
import { count, counted } from '../../ui/words.ts'
import { AuditLink } from './audit-link.tsx'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

/** Who would miss it, and who can be asked about it. */
export function ReadersScreen() {
  const usage = useAsk('getUsage', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {(dataset) => (
        <Answer
          to={usage}
          empty={({ byDay }) => byDay.length === 0}
          emptyNotice={
            <Notice
              icon="accounts"
              title="Nobody has read it in this time"
              action={<AuditLink dataset={dataset} />}
            />
          }
        >
          {(data) => <Readers usage={data} dataset={dataset} />}
        </Answer>
      )}
    </DatasetFrame>
  )
}

function Readers({ usage, dataset }: { usage: Usage; dataset: DatasetRef }) {
  return (
    <div className="stack loose">
      <Panel title={`Reads per day, ${usage.from} to ${usage.to}`}>
        <Chart
          label={`Reads per day from ${usage.from} to ${usage.to}`}
          plot={{
            kind: 'bar',
            xLabel: 'Day',
            yLabel: 'Reads',
            points: everyDay(usage),
          }}
        />
      </Panel>
      <Panel title="Readers" flush aside={<AuditLink dataset={dataset} />}>
        {usage.unnamedReaders > 0 && (
          <p className="panel-head small soft">
            {`And ${counted(usage.unnamedReaders, 'reader')} of other accounts, `}
            whom the owner knows by name.
          </p>
        )}
        <DataTable
          label="Readers"
          rows={usage.readers}
          rowKey={({ principal }) => principal}
          columns={[
            {
              name: 'Who',
              cell: ({ principal }) => <Who arn={principal} />,
              by: ({ principal }) => principal,
            },
            { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
            {
              name: 'Reads',
              number: true,
              cell: ({ reads }) => count(reads),
              by: ({ reads }) => reads,
            },
            {
              name: 'Last',
              cell: ({ lastReadAt }) => <Time at={lastReadAt} />,
              by: ({ lastReadAt }) => lastReadAt,
            },
          ]}
        />
      </Panel>
    </div>
  )
}

const DAY_MS = 86_400_000

/** Days without a read are days too. */
function everyDay({ from, to, byDay }: Usage) {
  const reads = new Map(byDay.map((one) => [one.day, one.reads]))
  const points: { x: string; y: number }[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    points.push({ x: day, y: reads.get(day) ?? 0 })
  }
  return points
}
