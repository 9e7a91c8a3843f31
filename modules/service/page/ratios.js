// Aspect ratios of platforms and the sizes they recommend.

export const ratios = [
  { name: '9:16', width: 9, height: 16, use: 'Reels, TikTok, Shorts', sizes: [[1080, 1920], [720, 1280]] },
  { name: '4:5', width: 4, height: 5, use: 'Instagram feed', sizes: [[1080, 1350], [720, 900]] },
  { name: '1:1', width: 1, height: 1, use: 'Square posts', sizes: [[1080, 1080], [720, 720]] },
  { name: '2:3', width: 2, height: 3, use: 'Pinterest', sizes: [[1000, 1500], [720, 1080]] },
  { name: '16:9', width: 16, height: 9, use: 'YouTube, X', sizes: [[1920, 1080], [1280, 720]] },
];

/** What is asked of a video that nobody has looked at. */
export const firstLook = { mode: 'static', aspects: ratios.map(({ name }) => name) };

export const ratioNamed = (name) => ratios.find((ratio) => ratio.name === name);
