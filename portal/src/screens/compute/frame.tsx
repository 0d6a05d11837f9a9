import { Link } from '@tanstack/react-router'
import { useAct } from '../../api/queries.ts'
import { FormTrouble } from '../../ui/fields.tsx'
import { Page, Tabs } from '../../ui/page.tsx'

/** What the pages of compute share: the way into a notebook, and into the catalogue. */
export function ComputePage({ children }: { children: React.ReactNode }) {
  const open = useAct('openNotebook', [], ({ url }) => {
    window.open(url, '_blank', 'noopener')
  })
  return (
    <Page
      title="Compute"
      lead="Clusters and sessions of yours: what they run as, what they cost, when they end."
      action={
        <>
          <button
            type="button"
            className="button"
            disabled={open.isPending}
            onClick={() => open.mutate({})}
          >
            Open JupyterLab
          </button>
          <Link className="button primary" to="/compute/catalogue">
            Start a cluster
          </Link>
        </>
      }
      tabs={
        <Tabs
          label="Compute"
          tabs={[
            ['Clusters', '/compute'],
            ['Sessions', '/compute/sessions'],
            ['Catalogue', '/compute/catalogue'],
          ]}
        />
      }
    >
      <FormTrouble error={open.error} />
      {children}
    </Page>
  )
}
