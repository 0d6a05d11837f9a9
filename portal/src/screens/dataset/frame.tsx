import type { Dataset } from '@millrace/contract'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Page, Tabs } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { ACCESS, KINDS } from '../../ui/tones.ts'
import { Pill } from '../../ui/values.tsx'
import { AskDialog } from '../access/ask-dialog.tsx'
import { NoticeList } from './notice-list.tsx'

export function useDatasetParams() {
  return useParams({ strict: false }) as { account: string; database: string; table: string }
}

/** What all pages of one dataset share: its name, the way to access, the tabs. */
export function DatasetFrame({ children }: { children: (dataset: Dataset) => React.ReactNode }) {
  const params = useDatasetParams()
  const asked = useAsk('getDataset', { params })
  const [asking, setAsking] = useState(false)
  return (
    <Answer to={asked} lines={8} page>
      {(dataset) => {
        const access = ACCESS[dataset.access]
        return (
          <Page
            title={`${dataset.database}.${dataset.table}`}
            lead={dataset.description}
            trail={[['Datasets', '/search']]}
            marks={
              <>
                {dataset.kind !== 'table' && <Pill tone="info">{KINDS[dataset.kind]}</Pill>}
                <Pill tone={access.tone}>{access.text}</Pill>
                {dataset.simulated && <Pill tone="warn">simulated source</Pill>}
              </>
            }
            action={
              dataset.access !== 'readable' && (
                <button type="button" className="button primary" onClick={() => setAsking(true)}>
                  Ask for access
                </button>
              )
            }
            tabs={<DatasetTabs dataset={dataset} />}
          >
            <NoticeList dataset={dataset} />
            {children(dataset)}
            {asking && <AskDialog dataset={dataset} close={() => setAsking(false)} />}
          </Page>
        )
      }}
    </Answer>
  )
}

function DatasetTabs({ dataset }: { dataset: Dataset }) {
  // What a view shows, engines ask of the tables that it names; it has no rows of its own.
  const rows = dataset.kind !== 'view'
  return (
    <Tabs
      label="Dataset"
      tabs={[
        ['Overview', paths.dataset(dataset)],
        ['Schema', paths.dataset(dataset, 'schema')],
        ...(rows ? ([['Preview', paths.dataset(dataset, 'preview')]] as const) : []),
        ...(dataset.kind === 'table'
          ? ([['Profile', paths.dataset(dataset, 'profile')]] as const)
          : []),
        ['Tags', paths.dataset(dataset, 'tags')],
        ['Grants', paths.dataset(dataset, 'grants')],
        ['Use it', paths.dataset(dataset, 'use')],
        ['Lineage', paths.dataset(dataset, 'lineage')],
        ...(rows ? ([['History', paths.dataset(dataset, 'history')]] as const) : []),
        ['Readers', paths.dataset(dataset, 'readers')],
        ['Why?', paths.dataset(dataset, 'why')],
      ]}
    />
  )
}
