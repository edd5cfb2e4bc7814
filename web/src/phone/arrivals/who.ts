// As what somebody speaks of a house, by the posts they hold: as its landlord, for an enterprise, or for the grid. The server decides;
// this only keeps the phone from offering what it would refuse.
import { roleOf, type Role } from '../../session/who';
import type { Schemas } from '../../base/api/client';
import type { House } from './arrival';

type Me = Schemas['Me'];
type Post = Me['posts'][number];
const FOR_THE_GRID: readonly Role[] = ['member', 'commander'];
const FOR_THE_CITY: readonly (Role | undefined)[] = ['administrator', 'centre'];

/** A seat in the team above comes with commanding a unit, and brings nothing there. */
const isSeat = (post: Post, posts: readonly Post[]) => post.duty === 'member' && posts.some(({ duty, above }) => duty === 'commander' && above?.unit === post.unit);

const held = (me: Me | undefined) => (me?.posts ?? []).filter((post) => !isSeat(post, me!.posts));
const isOfGrid = (post: Post) => FOR_THE_GRID.includes(roleOf(post));

/** Whether somebody takes the steps of the grid in that house; `house` is not there when the phone does not know it. */
export function actsIn(house: House | undefined, me: Me | undefined, role: Role | undefined): boolean {
  if (FOR_THE_CITY.includes(role)) return true;
  if (house?.own) return false;
  const posts = held(me);
  const lets = posts.find(({ unit }) => unit === house?.unit);
  if (!lets || isOfGrid(lets)) return posts.some(isOfGrid);
  return posts.some((post) => isOfGrid(post) && lets.path.startsWith(post.path));
}

export function sourceIn(house: House | undefined, me: Me | undefined, role: Role | undefined): 'landlord' | 'enterprise' | 'grid' {
  if (actsIn(house, me, role)) return 'grid';
  if (house?.own) return 'landlord';
  const post = held(me).find(({ unit }) => unit === house?.unit) ?? held(me)[0];
  return post && roleOf(post) === 'workshop_head' ? 'enterprise' : 'landlord';
}
