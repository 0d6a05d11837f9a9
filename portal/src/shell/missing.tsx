import { Link } from '@tanstack/react-router'
import { PageNotice } from '../ui/states.tsx'

export function Missing() {
  return (
    <PageNotice icon="search" title="There is no such page">
      <p>The address may be mistyped, or the page has moved.</p>
      <div className="row">
        <Link className="button" to="/">
          Go home
        </Link>
      </div>
    </PageNotice>
  )
}
