import { type PageParts, TabbedPage } from '../../ui/page.tsx'

/** Who asks, who must agree, and whom an end is told to. */
export function ApprovalsPage(parts: PageParts) {
  return (
    <TabbedPage
      title="Approvals"
      tabs={[
        ['Requests', '/approvals'],
        ['Rules', '/approvals/rules'],
        ['Reminders', '/approvals/reminders'],
      ]}
      {...parts}
    />
  )
}
