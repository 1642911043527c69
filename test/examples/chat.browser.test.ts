import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createChat, type Chat } from '../../examples/chat/chat.ts';
import { startDevSession, type DevSession } from '../../lib/local/index.ts';
import { startChromium } from '../support/chromium.ts';
import { fromSources, root, skipUnless } from '../support/tools.ts';

/** A picture of one transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

for (const example of ['examples/cdk-chat', 'examples/pulumi-chat']) {
  describe(`${example}, in a browser`, { skip: skipUnless('chromium') }, () => {
    const cleanUp = new AsyncDisposableStack();
    let chat: Chat;
    let chatPort: number;
    let session: DevSession;
    let browser: Browser;
    let ada: Page;
    let grace: Page;

    before(async () => {
      Object.assign(process.env, fromSources);
      chat = await openChat(0);
      cleanUp.defer(() => {
        chat.stop();
      });
      chatPort = (chat.server.address() as AddressInfo).port;
      session = await startDevSession({ app: join(root, example), backends: { chat: `http://127.0.0.1:${chatPort}` } });
      cleanUp.defer(() => session.close());
      browser = cleanUp.use(await startChromium());
      ada = await arrive('Ada');
      grace = await arrive('Grace');
    });
    after(() => cleanUp.disposeAsync());

    async function openChat(port: number): Promise<Chat> {
      const opened = createChat(await readFile(join(root, 'examples/chat/index.html'), 'utf8'));
      opened.server.listen(port, '127.0.0.1');
      await once(opened.server, 'listening');
      return opened;
    }

    /** Opens the page as a person of its own, who takes a name. */
    async function arrive(name: string): Promise<Page> {
      const person: BrowserContext = await browser.newContext();
      person.setDefaultTimeout(20_000);
      const page = await person.newPage();
      await page.goto(session.proxies[0]?.url ?? '');
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('Message', { exact: true }).focus();
      await page.getByRole('banner').getByText(name).waitFor();
      return page;
    }

    async function say(page: Page, text: string): Promise<void> {
      await page.getByLabel('Message', { exact: true }).fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
    }

    const messages = (page: Page): Promise<string[]> => page.getByRole('log').getByRole('listitem').allInnerTexts();

    test('two people see each other, and what each of them says', async () => {
      await ada.getByText('Ada, Grace').waitFor();
      await say(ada, 'Hello, Grace');
      await grace.getByText('Hello, Grace').waitFor();
      await say(grace, 'Hello, Ada <b>!</b>');
      await ada.getByText('Hello, Ada <b>!</b>').waitFor();
      assert.deepEqual(
        (await messages(ada)).map((message) => message.split('\n').at(-1)),
        ['Hello, Grace', 'Hello, Ada <b>!</b>'],
      );
    });

    test('a picture arrives', async () => {
      await grace.getByLabel('Picture').setInputFiles({ name: 'pixel.gif', mimeType: 'image/gif', buffer: pixel });
      const image = ada.getByAltText('A picture from Grace');
      await image.waitFor({ state: 'attached' });
      await image.evaluate((element) => (element as unknown as { decode(): Promise<void> }).decode());
    });

    test('when the chat is restarted, both come back by themselves', async () => {
      chat.stop();
      await ada.getByText('Disconnected').waitFor();
      chat = await openChat(chatPort);
      await ada.getByText('Ada, Grace').or(ada.getByText('Grace, Ada')).waitFor();
      await say(ada, 'Welcome back');
      await grace.getByText('Welcome back').waitFor();
    });
  });
}
