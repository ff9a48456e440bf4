export * from './app-en-44128ac5.js?again';
