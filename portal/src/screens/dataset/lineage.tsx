import type { Lineage } from '@millrace/contract'
import { lazy, Suspense } from 'react'
import { useAsk } from '../../api/queries.ts'
import { Panel } from '../../ui/page.tsx'
import { Answer, Notice, Skeleton } from '../../ui/states.tsx'
import { DatasetFrame, useDatasetParams } from './frame.tsx'
import { ColumnList, LineageList } from './lineage-list.tsx'

const Flow = lazy(() => import('../../ui/flow.tsx'))

/** Where it comes from, and who is hit when it breaks. */
export function LineageScreen() {
  const lineage = useAsk('getLineage', { query: { ...useDatasetParams(), columns: true } })
  return (
    <DatasetFrame>
      {(dataset) => (
        <Answer
          to={lineage}
          lines={8}
          empty={({ nodes }) => nodes.length === 0}
          emptyNotice={<Notice title="Nothing is known of where it comes from or goes to" />}
        >
          {(data) => <Drawn lineage={data} here={`${dataset.database}.${dataset.table}`} />}
        </Answer>
      )}
    </DatasetFrame>
  )
}

function Drawn({ lineage, here }: { lineage: Lineage; here: string }) {
  return (
    <div className="stack loose">
      {/* Too small to be read on a narrow screen; the list says the same. */}
      <div className="only-wide">
        <Panel flush>
          <Suspense fallback={<Skeleton lines={8} />}>
            <Flow lineage={lineage} here={here} />
          </Suspense>
        </Panel>
      </div>
      <Panel title="In words" flush>
        <LineageList lineage={lineage} />
      </Panel>
      <ColumnList lineage={lineage} />
    </div>
  )
}
