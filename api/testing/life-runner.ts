import {
  BOOK_NAMES,
  type BookCommand,
  LIFE_TIMES,
  type LifeCommand,
  type On,
  type ReadCommand,
  type TrashCommand,
  type UploadCommand,
  VERSIONS,
} from './life-commands.ts';
import type { LifeName, Thing } from './life-model.ts';
import { checkDifferences, checkManifest, checkRevisions, readFile } from './life-reads.ts';
import type { ModelledLife, Subject } from './modelled-life.ts';

const MOST_BOOKS = 5;

/** Runs commands on a life whose names all begin with a mark of its own. */
export class LifeRunner {
  readonly #life: ModelledLife;
  readonly #mark: string;

  constructor(life: ModelledLife, mark: string) {
    this.#life = life;
    this.#mark = mark;
  }

  /** Does it; an act on what is not there is none. */
  async run(command: LifeCommand): Promise<void> {
    const life = this.#life;
    switch (command.do) {
      case 'push':
      case 'finalize':
        return this.#upload(command);
      case 'roll back':
        return this.#rollBack(command);
      case 'create':
        if (this.#books.length < MOST_BOOKS) {
          await life.create(this.#bookName(command.name), command.status);
        }
        return;
      case 'set status':
      case 'rename':
        return this.#runOnBook(command);
      case 'delete': {
        const subject = this.#subject(command.on);
        if (subject) await life.remove(subject);
        return;
      }
      case 'restore':
      case 'purge':
        return this.#runOnTrash(command);
      case 'tick':
        return life.tick();
      case 'pass':
        return life.pass(LIFE_TIMES[command.time]);
      case 'read':
      case 'list revisions':
      case 'manifest':
      case 'compare':
        return this.#read(command);
    }
  }

  async #runOnBook(command: BookCommand): Promise<void> {
    const thing = this.#books.at(-1 - (command.book % this.#books.length));
    if (!thing) return;
    if (command.do === 'rename') await this.#life.rename(thing, this.#bookName(command.name));
    else await this.#life.setStatus(thing, command.status);
  }

  async #runOnTrash(command: TrashCommand): Promise<void> {
    const { deletions } = this.#life.model;
    const deletion = deletions.at(-1 - (command.pick % deletions.length));
    if (!deletion) return;
    if (command.do === 'purge') return this.#life.purge(deletion);
    const { as } = command;
    const nameOf = (index: number) =>
      deletion.thing.id === undefined ? this.#buildName(index) : this.#bookName(index);
    await this.#life.restore(deletion, as === null ? undefined : nameOf(as));
  }

  async #upload(command: UploadCommand): Promise<void> {
    const life = this.#life;
    const subject = this.#subject(command.on);
    if (!subject) return;
    if (command.do === 'push') {
      const upload = await life.send(subject, command.ask);
      const thing = life.thingOf(subject);
      if (thing && upload && command.finalize) await life.finalize(thing, upload);
      return;
    }
    const left = this.#leftOpen(subject);
    if (!left) return;
    if (!command.isPostedAgain) return life.finalize(left.thing, left.upload);
    const upload = await life.send(subject, left.upload.ask);
    const thing = life.thingOf(subject);
    if (thing && upload) await life.finalize(thing, upload);
  }

  /** The newest upload that is open, else the newest; of a version also of builds in the trash. */
  #leftOpen(subject: Subject) {
    const { things } = this.#life.model;
    const uploads = things
      .filter((thing) =>
        'thing' in subject
          ? thing === subject.thing
          : 'version' in thing.name && thing.name.version === subject.version,
      )
      .flatMap((thing) => thing.folder.uploads.map((upload) => ({ thing, upload })));
    return uploads.findLast(({ upload }) => upload.state === 'open') ?? uploads.at(-1);
  }

  async #read(command: ReadCommand): Promise<void> {
    const life = this.#life;
    const subject = this.#subject(command.on);
    if (!subject) return;
    const thing = life.thingOf(subject);
    const given = (back: number) => (back === 0 ? undefined : numberBehind(thing, back));
    switch (command.do) {
      case 'read': {
        const { path, back } = command;
        if (thing) await readFile(life, thing, { path, number: given(back) });
        return;
      }
      case 'list revisions':
        return checkRevisions(life, subject);
      case 'manifest':
        return checkManifest(life, subject, given(command.back));
      case 'compare': {
        const from = numberBehind(thing, command.back);
        return checkDifferences(life, subject, { from, to: numberBehind(thing, command.backTo) });
      }
    }
  }

  async #rollBack({
    on,
    back,
    isStale,
  }: LifeCommand & { readonly do: 'roll back' }): Promise<void> {
    const subject = this.#subject(on);
    if (!subject) return;
    const thing = this.#life.thingOf(subject);
    const base = isStale ? numberBehind(thing, -1) : undefined;
    await this.#life.rollBack(subject, numberBehind(thing, back), base);
  }

  get #books() {
    return this.#life.model.things.filter(({ id }) => id !== undefined);
  }

  #subject(which: On): Subject | undefined {
    if ('build' in which) return this.#buildName(which.build);
    const thing = this.#books.at(-1 - (which.book % this.#books.length));
    return thing && { thing };
  }

  #bookName(index: number): LifeName {
    const [publisher, title] = BOOK_NAMES[index % BOOK_NAMES.length] ?? BOOK_NAMES[0];
    return { publisher: `${this.#mark} ${publisher}`, book_name: title };
  }

  #buildName(index: number): { readonly version: string } {
    return { version: `${this.#mark}-${VERSIONS[index % VERSIONS.length]}` };
  }
}

/** A revision by how far it lies behind the current one. */
function numberBehind(thing: Thing | undefined, back: number): number {
  return Math.max((thing?.folder.head ?? 0) - back, 1);
}
