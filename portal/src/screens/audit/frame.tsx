import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Page, Tabs } from '../../ui/page.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { useWanted } from './wanted.ts'

/** What the pages of the audit share: whose it is, the tabs, and the way to keep it elsewhere. */
export function AuditPage({ children }: { children: React.ReactNode }) {
  const { wanted } = useWanted()
  const { account, period, from, to } = wanted
  const [exporting, setExporting] = useState(false)
  const navigate = useNavigate()
  const search = account ? { account } : {}
  return (
    <Page
      title="Audit"
      lead="Who did what, as whom, to what, and whether it was allowed."
      action={
        <button type="button" className="button" onClick={() => setExporting(true)}>
          Export…
        </button>
      }
      tabs={
        <Tabs
          label="Audit"
          search={search}
          tabs={[
            ['Records', '/audit'],
            ['Exports', '/audit/exports'],
            ['Proof', '/audit/chains'],
          ]}
        />
      }
    >
      {children}
      {exporting && (
        <ExportDialog
          from={{ account, period, from, to }}
          close={() => setExporting(false)}
          asked={(of) => void navigate({ to: '/audit/exports', search: { account: of } as never })}
        />
      )}
    </Page>
  )
}
