import { Link } from '@tanstack/react-router'

export function NewFeedLink({ vendorId }: { vendorId: string }) {
  return (
    <Link className="button primary" to="/feeds/new" search={{ vendor: vendorId } as never}>
      New feed
    </Link>
  )
}
