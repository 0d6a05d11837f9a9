import type { Usage } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { Chart } from '../../ui/chart.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName, Time, Who } from '../../ui/values.tsx'
import { count } from '../../ui/words.ts'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

/** Who would miss it, and who can be asked about it. */
export function ReadersScreen() {
  const usage = useAsk('getUsage', { params: useDatasetParams() })
  return (
    <DatasetFrame>
      {() => (
        <Answer
          to={usage}
          empty={({ readers }) => readers.length === 0}
          emptyNotice={<Notice icon="accounts" title="Nobody has read it in this time" />}
        >
          {(data) => <Readers usage={data} />}
        </Answer>
      )}
    </DatasetFrame>
  )
}

function Readers({ usage }: { usage: Usage }) {
  return (
    <div className="stack loose">
      <Panel title={`Reads per day, ${usage.from} to ${usage.to}`}>
        <Chart
          label={`Reads per day from ${usage.from} to ${usage.to}`}
          plot={{
            kind: 'bar',
            xLabel: 'Day',
            yLabel: 'Reads',
            points: usage.byDay.map(({ day, reads }) => ({ x: day, y: reads })),
          }}
        />
      </Panel>
      <Panel title="Readers" flush>
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
