import { Link } from '@tanstack/react-router'
import { Page, Tabs } from '../../ui/page.tsx'

/** What the pages of compute share: the way to notebooks, and into the catalogue. */
export function ComputePage({ children }: { children: React.ReactNode }) {
  return (
    <Page
      title="Compute"
      lead="Clusters and sessions of yours: what they run as, what they cost, when they end."
      action={
        <>
          <Link className="button" to="/compute/notebooks">
            Open JupyterLab
          </Link>
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
            ['Notebooks', '/compute/notebooks'],
            ['Sessions', '/compute/sessions'],
            ['Catalogue', '/compute/catalogue'],
          ]}
        />
      }
    >
      {children}
    </Page>
  )
}
