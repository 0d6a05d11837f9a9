import { type PageParts, TabbedPage } from '../../ui/page.tsx'

/** Who was given what, and which rows they see of it. */
export function GrantsPage(parts: PageParts) {
  return (
    <TabbedPage
      title="Grants"
      tabs={[
        ['Grants', '/grants'],
        ['Row policies', '/grants/policies'],
        ['Data locations', '/grants/locations'],
      ]}
      {...parts}
    />
  )
}
